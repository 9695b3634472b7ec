"""An answer: text that stands on its own, blocks beside it, and what it was about."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.actions.asked import Asked, Subject
from bot.actions.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action says. `personal` marks text or blocks that hold somebody's own records."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    personal: bool = False
    about: Subject = Subject()
    topic: str | None = None  # where it is not the topic that was asked


Answering = Callable[[Asked, Words], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of topics.md: its name, who answers it, and whether records are read for it."""

    name: str
    answer: Answering
    reads_records: bool = field(default=True)

    @property
    def action(self) -> str:
        """The name that Rasa calls it by."""
        return f"action_{self.name}"


def policy(name: str) -> Topic:
    """Make a topic that is answered from the words alone: the entry of the same name."""

    async def answer(asked: Asked, words: Words) -> Answer:  # noqa: ARG001 - the shape of Answering
        return said(words, name)

    return Topic(name, answer, reads_records=False)


def said(
    words: Words,
    key: str,
    *blocks: dict[str, Any],
    personal: bool = False,
    about: Subject = Subject(),
    **values: object,
) -> Answer:
    """Say the entry `key` of the words with `values`, its own blocks first, then `blocks`."""
    entry = words.entry(key, **values)
    return Answer(entry.text, (*entry.blocks, *blocks), personal=personal, about=about)
