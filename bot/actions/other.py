"""What belongs to another part of the marketplace."""

from bot.actions.answer import Answer, Topic, policy
from bot.actions.asked import Asked
from bot.actions.payments.caution import caution
from bot.actions.voice import Voice
from bot.actions.words import Words


async def _unless_held(asked: Asked, words: Words) -> Answer:
    """Say what stands in the way of this account, before where it is done."""
    voice = Voice(asked, words)
    in_the_way = caution(voice, asked.records) if asked.records is not None else ()
    where = voice.say(asked.topic)
    if not in_the_way:
        return Answer(where.text, where.blocks)
    return voice.own(*in_the_way, where)


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
