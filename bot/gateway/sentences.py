"""The few sentences that the gateway says by itself, and where they come from."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.desk.messages import Block

STILL_WORKING = "still_working"  # said when an answer takes longer
UNAVAILABLE = "assistant_unavailable"  # the apology, with the way to a person
WITHHELD = "personal_withheld"  # stands for a personal answer once the sign-in has run out
TRANSCRIPT_SENT = "transcript_sent"  # the conversation was mailed, and to which address
KEYS = (STILL_WORKING, UNAVAILABLE, WITHHELD, TRANSCRIPT_SENT)

ASSISTANT_NAME = "Assistant"
SYSTEM_NAME = "Milepost"


class Sentence(Protocol):
    """A text with the blocks that belong to it."""

    @property
    def text(self) -> str:
        """What is said."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """What is shown beside it."""
        ...


class Sentences(Protocol):
    """Where sentences are read from; `bot.actions.words.Words` is one."""

    def entry(self, key: str, **values: Any) -> Sentence:
        """Return the sentence of a key, filled in."""
        ...

    def speaking(self, locale: str) -> "Sentences":
        """Return the sentences of the language nearest to the locale; these where there is none."""
        ...
