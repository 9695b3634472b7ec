"""The state of milestones: funded, submitted, paid, and what they wait for."""

from bot.actions.answer import Answer, Topic
from bot.actions.blocks import milestone_clock
from bot.actions.candidates import Candidate, Candidates, candidates
from bot.actions.payments.attention import attention, is_asked
from bot.actions.payments.states import agreed_day, describe, is_in_flight, is_released, is_submitted, pause, payout
from bot.actions.payments.which import milestone_buttons, which_milestone
from bot.actions.references import asks_for_all, milestone_meant
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.port import Records


def milestone_status(voice: Voice, records: Records) -> Answer:
    """Tell the state of the milestone that is meant, or of all that are on their way."""
    meant = milestone_meant(voice.asked, is_submitted, is_in_flight, is_released)
    if is_asked(voice.asked) and not meant.pointed:
        return attention(voice, records)
    if asks_for_all(voice.asked) and not meant.pointed:
        moving = tuple(filter(is_in_flight, candidates(voice.asked)))
        if len(moving) > 1:
            return overview(voice, records, moving)
    if meant.one is None:
        return which_milestone(voice, meant)
    return told(voice, records, meant.one, others=tuple(filter(is_in_flight, meant.others)))


def told(voice: Voice, records: Records, one: Candidate, *more: Entry, others: Candidates = ()) -> Answer:
    """Tell all about one milestone, with its clock, what else the topic needs, and the others to choose from."""
    return voice.own(
        describe(voice, one),
        agreed_day(voice, one),
        payout(voice, one),
        pause(voice, one),
        *more,
        *([voice.say("or_another")] if others else []),
        blocks=(milestone_clock(one.contract, one.milestone, records), milestone_buttons(voice, others)),
        about=one.subject,
        offered=tuple(other.subject for other in others),
    )


def overview(voice: Voice, records: Records, several: Candidates, *more: Entry) -> Answer:
    """Tell the state of several milestones, each with its clock."""
    return voice.own(
        *(describe(voice, one) for one in several),
        *more,
        blocks=[milestone_clock(one.contract, one.milestone, records) for one in several],
        offered=tuple(one.subject for one in several),
    )


TOPICS = (Topic("ask_milestone_status", from_records(milestone_status)),)
