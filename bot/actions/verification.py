"""The video verification call."""

from bot.actions.answer import Answer, Topic, policy
from bot.actions.voice import Voice, from_records
from bot.marketplace.port import Records


def start_video_verification(voice: Voice, records: Records) -> Answer:
    """Tell whether the account's record asks for a call, until when, and where it starts."""
    due = records.account.verification_due_at
    if due is None:
        return voice.own(voice.say("video_verification_not_asked"))
    return voice.own(voice.say("video_verification_asked", due=due))


TOPICS: tuple[Topic, ...] = (
    Topic("start_video_verification", from_records(start_video_verification)),
    policy("ask_video_requirements"),
    policy("report_video_problem"),
    policy("ask_video_queue"),
)
