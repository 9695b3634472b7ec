"""The summary at a take-over: who it is, what was asked and answered, what runs, what was promised. No guesses.

The same conversation always gives the same lines; every line comes from a record or from the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import wire_time
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs.ticket import Ticket
from bot.desk.messages import Stored
from bot.desk.models import Author
from bot.desk.promise import FollowUpState

ASKED_MAX = 5
LINE_LENGTH = 240
NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, from the sign-in and the marketplace's records."""

    name: str
    account: str | None = None
    role: str | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs: of what, and when it ends."""

    title: str
    who_acts: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, and what is to be said about it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What the assistant took a message for."""

    seq: int
    topic: str
    text: str


def summary(
    *,
    person: Person,
    ticket: Ticket,
    log: Sequence[Stored],
    clocks: Iterable[Clock] = (),
    promises: Iterable[FollowUp] = (),
) -> tuple[Line, ...]:
    """Write the lines; `log` is the end of the conversation, oldest first."""
    return tuple(
        Line(label, _short(text))
        for label, text in (
            ("Who", _who(person)),
            ("Called because", ticket.reason),
            ("Category", ticket.category or ""),
            *(("Asked", said.text) for said in _asked(log)),
            *(("Understood as", f"{each.topic}: {each.text}") for each in understood(log)[-ASKED_MAX:]),
            ("Not understood", _times(log)),
            ("Last answer", _last_answer(log)),
            *(
                ("Runs", f"{each.title}: {each.who_acts} by {wire_time(each.due_at)}")
                for each in sorted(clocks, key=_due)
            ),
            *(
                ("Promised", f"{each.reference}: {each.what} by {wire_time(each.due_at)}")
                for each in promises
                if each.state is FollowUpState.OWED
            ),
        )
        if text
    )


def understood(log: Sequence[Stored]) -> list[Understood]:
    """Return what the assistant took each message of the person for, from the topics of its answers."""
    asked = {said.seq: said for said in log if said.kind == Author.USER}
    found: dict[int, Understood] = {}
    last: Stored | None = None
    for said in log:
        if said.kind == Author.USER:
            last = said
        elif said.kind == Author.ASSISTANT and said.topic is not None:
            question = asked.get(said.reply_to or 0, last)
            if question is not None:
                found.setdefault(question.seq, Understood(question.seq, said.topic, _short(question.text)))
    return [found[seq] for seq in sorted(found)]


def wire(lines: Iterable[Line]) -> dict[str, Any]:
    """Write it as the protocol does."""
    return {"lines": [{"label": line.label, "text": line.text} for line in lines]}


def _who(person: Person) -> str:
    told = [
        person.name,
        person.account or "not signed in",
        person.role,
        person.standing and f"standing {person.standing}",
    ]
    return ", ".join(each for each in told if each)


def _asked(log: Sequence[Stored]) -> list[Stored]:
    return [said for said in log if said.kind == Author.USER][-ASKED_MAX:]


def _times(log: Sequence[Stored]) -> str:
    times = sum(said.kind == Author.ASSISTANT and said.topic == NOT_UNDERSTOOD for said in log)
    return f"{times} of the person's last messages" if times else ""


def _last_answer(log: Sequence[Stored]) -> str:
    return next((said.text for said in reversed(log) if said.kind == Author.ASSISTANT), "")


def _due(clock: Clock) -> datetime:
    return clock.due_at


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…"
