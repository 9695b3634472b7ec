"""What belongs to another part of the marketplace."""

from bot.actions.answer import Answer, Topic, policy
from bot.actions.asked import Asked
from bot.actions.payments.caution import caution
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.marketplace.port import Records
from bot.marketplace.standing import Act


async def _unless_held(asked: Asked, words: Words) -> Answer:
    """Say what stands in the way of this account, before where it is done."""
    voice = Voice(asked, words)
    first = () if asked.records is None else (*caution(voice, asked.records), *_hidden(voice, asked.records))
    where = voice.say(asked.topic)
    if not first:
        return Answer(where.text, where.blocks)
    return voice.own(*first, where)


def _hidden(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say to whoever is out of search that proposals are open to them all the same."""
    profile = records.account.profile
    private = profile is not None and profile.visibility == "private" and Act.SEND_PROPOSAL in records.account.can
    return (voice.say("profile_private_proposals"),) if private and voice.asked.topic == "other_job_search" else ()


TOPICS: tuple[Topic, ...] = (
    policy("other_billing_method"),
    Topic("other_withdrawal", _unless_held),
    policy("other_identity_documents"),
    policy("other_login"),
    policy("other_close_account"),
    policy("other_membership"),
    Topic("other_job_search", _unless_held),
    policy("other_feedback"),
    policy("other_scores"),
    policy("other_time_tracker"),
    policy("other_taxes"),
    policy("other_fees"),
    policy("other_profile_edit"),
    policy("out_of_scope"),
)
