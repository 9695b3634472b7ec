"""The freelancer's side: what was submitted, who has to answer, when the money is there."""

import re

from bot.actions.answer import Answer, Topic
from bot.actions.candidates import Candidate
from bot.actions.payments import offers
from bot.actions.payments.caution import caution
from bot.actions.payments.milestones import told
from bot.actions.payments.states import is_in_flight, is_released, is_submitted
from bot.actions.payments.which import which_milestone
from bot.actions.persons import with_person_if_held
from bot.actions.references import milestone_meant
from bot.actions.standing import ask_suspension_effects
from bot.actions.voice import Voice, from_records
from bot.marketplace.port import MilestoneStatus, Records, Role, Standing

UNSUBMITTED = frozenset({MilestoneStatus.FUNDED, MilestoneStatus.CHANGES_REQUESTED})
#: "I want to submit my work", not "I submitted it" and not "the client has not …".
SUBMITS = re.compile(
    r"\b(?:submit|hand in|deliver|resubmit)\b(?: \w+){0,3} (?:work|milestone|files?|it)\b", re.IGNORECASE
)


def freelancer_payment(voice: Voice, records: Records) -> Answer:
    """Say when the freelancer gets the money of a milestone, and what is in the way."""
    if not records.contracts and records.account.standing is not Standing.GOOD:
        return ask_suspension_effects(voice, records)
    meant = milestone_meant(voice.asked, is_submitted, is_in_flight, is_released)
    if meant.one is None:
        return which_milestone(voice, meant)
    more = [*caution(voice, records)]
    if meant.one.contract.role is Role.FREELANCER:
        account = records.account
        more.insert(
            0,
            voice.say("earnings.balance", account=account.id, pending=account.pending, available=account.available),
        )
    answer = told(voice, records, meant.one, *more, others=tuple(filter(is_in_flight, meant.others)))
    return offers.submit(voice, meant.one, answer) if _submits(voice, meant.one) else answer


def _submits(voice: Voice, one: Candidate) -> bool:
    """Tell whether the freelancer wants to hand in work, here, for a milestone that waits for it."""
    said = voice.asked.form is not None or SUBMITS.search(voice.asked.text)
    return bool(
        said and voice.asked.acts and one.contract.role is Role.FREELANCER and one.milestone.status in UNSUBMITTED
    )


TOPICS = (Topic("ask_freelancer_payment", with_person_if_held(from_records(freelancer_payment))),)
