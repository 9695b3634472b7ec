"""All running clocks of the marketplace. Days are 24 hours, counted in UTC (facts.md §1.4, §1.5)."""

from datetime import datetime, timedelta

REVIEW_TIME = timedelta(days=14)  # facts.md §1.4, submit: then silence is approval
REFUND_ANSWER_TIME = timedelta(days=7)  # facts.md §1.5: then silence is consent
SECURITY_TIME = timedelta(days=5)  # facts.md §1.2 P5: pending before it can be withdrawn
BONUS_TIME = timedelta(days=365)  # facts.md §1.3, ENDED: how long after the end a bonus may be given


def review_due(submitted_at: datetime) -> datetime:
    """Return when submitted work counts as approved."""
    return submitted_at + REVIEW_TIME


def respond_by(requested_at: datetime) -> datetime:
    """Return when an unanswered refund request counts as agreed to."""
    return requested_at + REFUND_ANSWER_TIME


def available_at(released_at: datetime) -> datetime:
    """Return when released money can be withdrawn."""
    return released_at + SECURITY_TIME


def last_bonus_at(ended_at: datetime) -> datetime:
    """Return until when a bonus may be given on a contract that has ended."""
    return ended_at + BONUS_TIME
