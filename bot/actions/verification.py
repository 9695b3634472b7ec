"""The video verification: where it starts, how the line and an appointment stand, and what to do about a computer's troubles.

What is said of somebody's own verification comes from its record (facts.md §4). Where calls are not held here,
`asked.calls` is None, and the way is the one that the marketplace's mail describes.
"""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType
from typing import Any, Final

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.persons import with_person
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.clock import wire_time
from bot.marketplace.port import Records
from bot.verification.glance import CallGlance
from bot.verification.preflight import Check, Outcome
from bot.verification.states import HELD, State

MINUTE_S: Final = 60

#: What is said of one's own verification, by where it stands.
STANDS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.REQUIRED: "call_begin",
        State.PREFLIGHT: "call_begin",
        State.ABANDONED: "call_begin",
        State.RETRY: "call_begin_retry",
        State.NO_SHOW: "call_begin_missed",
        State.WAITING: "call_waiting",
        State.RINGING: "call_ringing",
        State.IN_CALL: "call_in_call",
    }
)


async def start_video_verification(asked: Asked, words: Words) -> Answer:
    """Tell whether the account's record asks for a call, until when, and open the way to it."""
    voice, calls = Voice(asked, words), asked.calls
    if asked.records is None:
        return voice.policy() if calls is None else voice.policy("call_policy", _hours(voice, calls))
    if calls is None:
        return _elsewhere(voice, asked.records)
    if not calls.asked:
        return voice.own(voice.say("video_verification_not_asked"))
    return voice.own(*_stands(voice, calls), *_when(voice, calls), blocks=[_block(voice, calls)])


async def ask_video_queue(asked: Asked, words: Words) -> Answer:
    """Tell the place in line with an honest estimate, the hours, and a time that was booked."""
    voice, calls = Voice(asked, words), asked.calls
    if calls is None:
        return Answer(words.text("ask_video_queue"))
    if asked.records is None or not calls.asked:
        return voice.policy("call_queue_policy", _hours(voice, calls))
    return voice.own(*_stands(voice, calls), *_when(voice, calls), blocks=[_block(voice, calls)])


async def ask_video_requirements(asked: Asked, words: Words) -> Answer:
    """Tell what the call takes; to somebody who is not asked for one that, and to who is the way to it."""
    voice, calls = Voice(asked, words), asked.calls
    needed = voice.say("ask_video_requirements")
    if calls is None or asked.records is None:
        return Answer(needed.text, needed.blocks)
    if not calls.asked:
        return voice.own(voice.say("video_verification_not_asked"), needed)
    return voice.own(needed, blocks=[_block(voice, calls)])


async def report_video_problem(asked: Asked, words: Words) -> Answer:
    """Tell how to mend what the last look at the person's computer found, or what most often helps."""
    voice, calls = Voice(asked, words), asked.calls
    general = voice.say("report_video_problem")
    if calls is None or not calls.asked:
        return Answer(general.text, general.blocks)
    failed = [check for check in Check if calls.checks.get(check) == Outcome.FAILED]
    if not failed:
        return voice.own(general, blocks=[_block(voice, calls)])
    fixes = [voice.say(f"call_fix.{check}") for check in failed]
    return voice.own(
        voice.say("call_failed_checks"), *fixes, voice.say("call_check_again"), blocks=[_block(voice, calls)]
    )


def _elsewhere(voice: Voice, records: Records) -> Answer:
    due = records.account.verification_due_at
    if due is None:
        return voice.own(voice.say("video_verification_not_asked"))
    return voice.own(voice.say("video_verification_asked", due=due))


def _stands(voice: Voice, calls: CallGlance) -> list[Entry]:
    """Say where the asker's verification stands, and until when it is asked for."""
    entries = [voice.say(STANDS[calls.state])]
    if calls.position is not None:
        entries.append(voice.say("call_place", position=calls.position))
        entries.append(
            voice.say("call_wait_unknown")
            if calls.wait_s is None
            else voice.say("call_wait_known", minutes=max(1, ceil(calls.wait_s / MINUTE_S)))
        )
    if calls.due_at is not None:
        entries.append(voice.say("call_due" if calls.due_at > voice.asked.now else "call_overdue", due=calls.due_at))
    return entries


def _when(voice: Voice, calls: CallGlance) -> list[Entry]:
    """Say when calls are taken, and the time that was booked or can be."""
    if calls.state in HELD:
        return []
    entries = [_hours(voice, calls)]
    if calls.call_back_at is not None:
        entries.append(voice.say("call_booked", at=calls.call_back_at))
    else:
        entries.append(voice.say("call_can_book"))
    return entries


def _hours(voice: Voice, calls: CallGlance) -> Entry:
    opening = calls.opening
    if not opening.open:
        return voice.say("call_closed") if opening.opens_at is None else voice.say("call_opens", opens=opening.opens_at)
    if not calls.verifiers:
        return voice.say("call_nobody")
    return (
        voice.say("call_open") if opening.closes_at is None else voice.say("call_open_until", closes=opening.closes_at)
    )


def _block(voice: Voice, calls: CallGlance) -> dict[str, Any]:
    """Make the button that opens the page."""
    due = {} if calls.due_at is None else {"due_at": wire_time(calls.due_at)}
    return {"type": "call", "title": voice.words.text("call_title"), **due}


_READS = Reads.RECORDS | Reads.CALLS

TOPICS: tuple[Topic, ...] = (
    Topic("start_video_verification", with_person(start_video_verification), reads=_READS),
    Topic("ask_video_requirements", with_person(ask_video_requirements), reads=_READS),
    Topic("report_video_problem", with_person(report_video_problem), reads=_READS),
    Topic("ask_video_queue", with_person(ask_video_queue), reads=_READS),
)
