"""People who are fed up: first the fact that matters most to them, then a person."""

from datetime import UTC, datetime

from bot.actions import standing
from bot.actions.answer import Answer, Topic
from bot.actions.asked import Asked
from bot.actions.blocks import milestone_clock
from bot.actions.candidates import Candidate, candidates
from bot.actions.payments.states import describe, is_in_flight, pause
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.marketplace.port import Records, Standing

NAME = "express_frustration"
NEVER = datetime.max.replace(tzinfo=UTC)


async def express_frustration(asked: Asked, words: Words) -> Answer:
    """Say the most urgent fact of the asker's records, and how a person is reached."""
    voice, records = Voice(asked, words), asked.records
    if records is None:
        return voice.policy()
    sorry, way = voice.say("frustration.sorry"), voice.say("frustration.person")
    held_up = _held_up(voice, records)
    if held_up:  # whoever is locked out reads the fact before anything else
        return voice.own(*held_up, voice.say("frustration.held_up"), way)
    waiting = _most_urgent(asked)
    if waiting is None:
        return voice.own(sorry, voice.say("frustration.nothing"), way)
    clock = milestone_clock(waiting.contract, waiting.milestone, records)
    facts = (describe(voice, waiting), pause(voice, waiting))
    return voice.own(sorry, *facts, way, blocks=[clock], about=waiting.subject)


def _held_up(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say what stops the whole account."""
    if records.account.standing is Standing.GOOD:
        return standing.owed(voice, records, alone=True)
    return (*standing.standing(voice, records), *standing.owed(voice, records))


def _most_urgent(asked: Asked) -> Candidate | None:
    """Return the milestone whose clock runs out first: of the contract that is talked of, or of all.

    Where nothing moves in that contract any more, it is what was talked of all the same.
    """
    talked_of = [one for one in candidates(asked) if one.contract.id == asked.before.contract]
    among = talked_of or candidates(asked)
    still = next((one for one in talked_of if one.subject == asked.before), None)
    return min(filter(is_in_flight, among), key=_clock, default=still)


def _clock(one: Candidate) -> tuple[datetime, bool]:
    """Return when a milestone's clock runs out, never if none runs; and whether the other side has to act."""
    deadline = one.contract.deadline or one.milestone.deadline
    if deadline is not None:
        return deadline.due_at, one.contract.role is not deadline.who_acts
    return NEVER, True


TOPICS: tuple[Topic, ...] = (Topic(NAME, express_frustration, passing=True),)
