"""Business time: how far open hours and open days reach, for whatever is promised in them."""

from datetime import datetime, timedelta

from bot.desk.hours import DAYS_AHEAD, ONE_DAY, Hours

NOTHING = timedelta(0)


class NeverOpen(ValueError):  # noqa: N818 - about the settings, not about a fault
    """The hours hold less open time than was asked for: nothing can be promised by them."""


def after_open_time(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """Return the moment at which the desk has been open for `amount` since `start`. Raises NeverOpen.

    Nothing is due at a closed desk: an amount that ends with a window is due as it closes.
    """
    left = amount
    # Hours look a few weeks ahead; what reaches further is counted in steps.
    while True:
        reached = None
        for opening, closing in hours.spans(start):
            begin = max(opening, start)
            if begin >= closing:
                continue
            if begin + left <= closing:
                return begin + left
            left -= closing - begin
            reached = closing
        if reached is None:
            raise NeverOpen("the desk is never open")
        start = reached


def after_open_days(hours: Hours, start: datetime, days: int) -> datetime:
    """Return when the desk closes on the `days`-th open day after the one that `start` counts for. Raises NeverOpen.

    A moment at which the desk is closed for the day counts for the next open day: one business day from Friday
    night is the end of Tuesday.
    """
    day = start.astimezone(hours.zone).date() - ONE_DAY  # whose last window may still be open
    missing = days
    closed = 0
    while closed <= DAYS_AHEAD:
        closing = hours.last_closing(day)
        if closing is None or closing <= start:
            closed += 1
        elif missing:
            missing -= 1
            closed = 0
        else:
            return closing
        day += ONE_DAY
    raise NeverOpen("the desk is never open")


def open_time_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Return how long the desk is open between two moments."""
    total = NOTHING
    at = start
    while at < end:
        reached = None
        for opening, closing in hours.spans(at):
            if closing <= at:
                continue
            total += max(min(closing, end) - max(opening, at), NOTHING)
            reached = closing
            if closing >= end:
                return total
        if reached is None:
            return total
        at = reached
    return total
