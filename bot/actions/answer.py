"""An answer: text that stands on its own, blocks beside it, and what it was about."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Any, Self

from bot.actions.asked import Asked, Asking, Meaning, Subject
from bot.actions.layout import laid_out
from bot.actions.words import Words
from bot.marketplace.commands import Command


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action says. `personal` marks text or blocks that hold somebody's own records."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    personal: bool = False
    about: Subject = Subject()
    offered: tuple[Subject, ...] = ()  # what "the second one" may mean next
    topic: str | None = None  # where it is not the topic that was asked
    understood: bool = True
    command: Command | None = None  # what a quote is shown for, once it is made
    file: Mapping[str, Any] | None = None  # what the gateway is asked to file with it, once
    handoff: Mapping[str, str] | None = None  # why, and of which category, a person is called with it
    asking: Asking | None = None  # what a form of this answer asks for, and a next message may say
    asked_back: tuple[Meaning, ...] = ()  # "did you mean …?": what "the second one" picks next

    def adding(self, said: str, *blocks: dict[str, Any]) -> Self:
        """Say something more below it, with blocks of its own below the others."""
        return replace(self, text=laid_out([self.text, said]), blocks=(*self.blocks, *blocks))


Answering = Callable[[Asked, Words], Awaitable[Answer]]


class Reads(Flag):
    """What is looked up before a topic is answered."""

    NOTHING = 0
    RECORDS = auto()
    TRANSACTIONS = auto()
    INCIDENT = auto()
    REPORTS = auto()
    DESK = auto()
    CALLS = auto()


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of topics.md: its name, who answers it, and what is read for it."""

    name: str
    answer: Answering
    reads: Reads = Reads.RECORDS
    passing: bool = False  # manners: "and the second one?" afterwards still means what was talked about

    @property
    def action(self) -> str:
        """The name that Rasa calls it by."""
        return f"action_{self.name}"


def policy(name: str, *, passing: bool = False) -> Topic:
    """Make a topic that is answered from the words alone: the entry of the same name."""

    async def answer(asked: Asked, words: Words) -> Answer:  # noqa: ARG001 - the shape of Answering
        return said(words, name)

    return Topic(name, answer, reads=Reads.NOTHING, passing=passing)


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
