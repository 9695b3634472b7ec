"""Wrap-up: how a chat ended, in words that can be counted."""

from collections.abc import Mapping
from datetime import timedelta

from bot.errors import Refused

WRAP_UP_TIME = timedelta(minutes=2)
NOTE_LENGTH = 2_000

NOT_TOLD = "not_told"  # the time was over before anybody said

REASONS: Mapping[str, str] = {
    "solved": "Solved",
    "advice_given": "Advice given",
    "job_post_drafted": "Job post drafted",
    "follow_up_promised": "We owe an answer",
    "sent_to_support": "Sent to customer support",
    "person_left": "The person left",
    "not_for_us": "Not for this desk",
    "abuse": "Abuse",
}


class UnknownWrapUpReason(Refused):
    """There is no such wrap-up reason."""

    code = "unknown_reason"
    sentence = "Please choose one of the reasons."


def require_reason(reason: str) -> str:
    """Return the reason. Raises UnknownWrapUpReason."""
    if reason not in REASONS:
        raise UnknownWrapUpReason
    return reason
