"""Category specialists: calling one, when they are there, and what they help with."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.actions import jobpost, messages_left, planning, safety
from bot.actions.answer import Answer, Reads, Topic, said
from bot.actions.asked import Asked
from bot.actions.phrases import elsewhere, phrased
from bot.actions.words import Words
from bot.desk.availability import Missing
from bot.desk.handoffs.states import Reason

#: So many messages in a row that were not understood are the reason why a person is called.
FAILURES = 2

#: A category is meant by a word of its name that is long enough to mean something.
_WORD = re.compile(r"[a-z]{5,}|web")
_COMMON = frozenset({"development", "creative"})

_SAFETY = frozenset(topic.name for topic in safety.TOPICS)


async def talk_to_specialist(asked: Asked, words: Words) -> Answer:
    """Call a person. Who comes, where one stands in line, or what is missing, is told by the desk right after."""
    desk = asked.desk
    if desk is not None and desk.waiting is not None:
        return said(words, "talk_to_specialist_waiting", position=desk.waiting.position)
    category = _category(asked, () if desk is None else desk.categories)
    if category is not None and desk is not None and category not in desk.staffed and desk.availability.available:
        category = None  # somebody of another category is there now, and nobody of this one
    handoff = {"reason": _reason(asked).value, **({} if category is None else {"category": category})}
    key = "talk_to_specialist" if category is None else "talk_to_specialist_of"
    answer = said(words, key, category=category or "")
    return Answer(answer.text, answer.blocks, handoff=handoff)


async def ask_specialist_hours(asked: Asked, words: Words) -> Answer:
    """Tell the hours, whether it is one of them now, and whether somebody is there."""
    return said(words, "ask_specialist_hours", now=present(asked, words))


def present(asked: Asked, words: Words) -> str:
    """Say whether a specialist can be talked to now, and if not, what is missing and when it comes."""
    stands = None if asked.desk is None else asked.desk.availability
    if stands is None:
        return _by_hours(asked, words)
    match stands.missing:
        case None:
            return _closes(asked, words, "desk_open", stands.closes_at)
        case Missing.CLOSING:
            return _closes(asked, words, "desk_closing", stands.closes_at)
        case Missing.NOBODY:
            return words.text("desk_nobody")
    return words.text("desk_closed") if stands.opens_at is None else _opens(asked, words, stands.opens_at)


def _by_hours(asked: Asked, words: Words) -> str:
    closes, opens = asked.hours.closes_at(asked.now), asked.hours.opens_at(asked.now)
    if closes is not None:
        return _closes(asked, words, "desk_open", closes)
    if opens is not None:
        return _opens(asked, words, opens)
    return words.text("desk_closed")


def _opens(asked: Asked, words: Words, opens: datetime) -> str:
    """Say when the desk opens: on its own clock, and on the reader's."""
    there = elsewhere(asked, opens, asked.hours.zone)
    return words.text("desk_opens_at", there=there, **phrased(asked, {"opens": opens}))


def _closes(asked: Asked, words: Words, key: str, closes: datetime | None) -> str:
    """Say that the desk is open, and until when, if it ever closes."""
    return words.text(key) if closes is None else words.text(f"{key}_until", **phrased(asked, {"closes": closes}))


def _reason(asked: Asked) -> Reason:
    """Say why a person is called: by the button that was pressed, or by what came before."""
    for given in asked.values("id"):
        if asked.pressed and given in set(Reason):
            return Reason(given)
    if asked.failures_before >= FAILURES:
        return Reason.TWO_FAILURES
    return Reason.SAFETY if asked.topic_before in _SAFETY else Reason.ASKED


def _category(asked: Asked, categories: Sequence[str]) -> str | None:
    """Find the category that is meant: chosen by a button, or named in the message."""
    for given in asked.values("id"):
        if asked.pressed and given in categories:
            return str(given)
    heard = set(_WORD.findall(asked.text.lower()))
    meant = [each for each in categories if heard & (set(_WORD.findall(each.lower())) - _COMMON)]
    return meant[0] if len(meant) == 1 else None


TOPICS: tuple[Topic, ...] = (
    Topic("talk_to_specialist", talk_to_specialist, reads=Reads.DESK),
    Topic("ask_specialist_hours", ask_specialist_hours, reads=Reads.DESK),
    Topic("ask_specialist_help", planning.ask_specialist_help, reads=Reads.DESK),
    Topic("draft_job_post", jobpost.draft_job_post, reads=Reads.DESK),
    Topic("leave_message", messages_left.leave_message, reads=Reads.DESK),
    Topic("ask_message_followup", messages_left.ask_message_followup, reads=Reads.REPORTS | Reads.DESK),
)
