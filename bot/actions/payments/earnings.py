"""The freelancer's side: what was submitted, who has to answer, when the money is there."""

from bot.actions.answer import Answer, Topic
from bot.actions.payments.caution import caution
from bot.actions.payments.milestones import told
from bot.actions.payments.states import is_in_flight, is_released, is_submitted
from bot.actions.payments.which import which_milestone
from bot.actions.references import milestone_meant
from bot.actions.voice import Voice, from_records
from bot.marketplace.port import Records, Role


def freelancer_payment(voice: Voice, records: Records) -> Answer:
    """Say when the freelancer gets the money of a milestone, and what is in the way."""
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
    return told(voice, records, meant.one, *more, others=tuple(filter(is_in_flight, meant.others)))


TOPICS = (Topic("ask_freelancer_payment", from_records(freelancer_payment)),)
