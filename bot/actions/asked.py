"""What was asked, by whom, and about which records: everything that an answer may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.glance import Glance
from bot.desk.hours import Hours
from bot.marketplace.port import IncidentView, Records, TransactionView
from bot.safety.reports import ReportView
from bot.safety.rulebook import Rulebook
from bot.verification.glance import CallGlance


@dataclass(frozen=True, slots=True)
class Subject:
    """A contract and, within it, a milestone that is talked about."""

    contract: str | None = None
    milestone: int | None = None


class Needs(StrEnum):
    """What a form asks for that may as well be said in a message."""

    AMOUNT = "amount"
    WORDS = "words"
    #: In place of the one that a quote was just made of; the next message alone may say it.
    OTHER_AMOUNT = "other_amount"


@dataclass(frozen=True, slots=True)
class Asking:
    """A form that is open: the topic that takes its answer, what it is about, and what it needs."""

    topic: str
    about: Subject
    needs: Needs
    at: datetime


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message may have meant: a topic, and the record that it pointed at."""

    topic: str
    about: Subject


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as an answer sees it.

    `account` comes from the signed token and from nowhere else. `records`, `transactions` and
    `incident` are there if the topic reads them; records are None too for a stranger and for an
    account that the marketplace does not know.
    """

    topic: str
    text: str
    now: datetime
    zone: ZoneInfo
    locale: str
    account: str | None
    sign_in_expired: bool
    records: Records | None
    hours: Hours  # the specialists'
    named: Subject  # named in this message, by number or through a button
    transactions: tuple[TransactionView, ...] = ()  # newest first
    incident: IncidentView | None = None
    entities: tuple[Mapping[str, Any], ...] = ()  # as the NLU found them: {"entity", "value", …}
    before: Subject = Subject()  # what the conversation was about until now
    offered: tuple[Subject, ...] = ()  # what the last answer let the user choose from, in its order
    asked_back: tuple[Meaning, ...] = ()  # what the last answer asked back about, in its order
    topic_before: str | None = None
    failures_before: int = 0  # messages in a row that were not understood
    form: Mapping[str, Any] | None = None  # the checked values of a submitted form
    pressed: bool = False  # a button of ours was pressed; its label is nobody's words
    acts: bool = False  # money can be moved here, by a quote's button
    desk: Glance | None = None
    calls: CallGlance | None = None  # only where video calls are held here
    takes_cases: bool = False  # appeals and requests are filed and decided here
    asking: Asking | None = None  # the form that is open
    conversation: str = ""
    message: str = ""  # the id that its sender gave it
    rules: Rulebook = field(default_factory=Rulebook)
    reports: tuple[ReportView, ...] = ()  # filed by the asker, newest first
    asks_back: bool = False  # not sure enough to act on, with likely topics to ask back about
    ranking: tuple[Mapping[str, Any], ...] = ()  # {"name", "confidence"}, likeliest first
    also: tuple[str, ...] = ()  # topics that the message asks about beside this one
    articles: tuple[Mapping[str, Any], ...] = ()  # {"id", "title", "score"} of help articles, nearest first

    def values(self, entity: str) -> list[Any]:
        """Return the values that the NLU found for `entity`, in the order of the text."""
        return [found.get("value") for found in self.entities if found.get("entity") == entity]
