"""Refused: the one base class of an expected "no"."""

from typing import Any, ClassVar


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An expected "no": a stable `code` for programs and a sentence for people.

    `details` are extra fields of the answer (for instance `fields` of a form); they never hold
    anybody's data but the asker's own.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "That is not possible."

    def __init__(self, sentence: str | None = None, **details: Any) -> None:
        self.message = sentence or self.sentence
        self.details = details
        super().__init__(self.message)
