"""How often somebody may do something: a sliding window per key, in memory."""

from collections.abc import Callable

from bot.errors import Refused

WINDOW_S = 60.0
REPORTS_WINDOW_S = 3600.0
KEYS = 50_000  # beyond this the stalest half is forgotten; a flood of addresses must not fill the memory

SAYS_PER_PARTY = 300
EVENTS_PER_ADDRESS = 1200
CONNECTS_PER_ADDRESS = 600
REPORTS_PER_PARTY = 5
REPORTS_PER_ADDRESS = 20


class RateLimited(Refused):
    """Too much in too short a time."""

    code = "rate_limited"
    sentence = "That was a lot in a short time. Please wait a moment and try again."


class TooManyReports(RateLimited):
    """More reports than a person checks in an hour."""

    sentence = (
        "You have sent several reports within the hour, and they are kept. Please wait before you send another, "
        "or write to support."
    )


class Rate:
    """At most `limit` of something per key in a window of time, a minute if nothing else is said.

    Counts the running window and the one before it, weighted by what the sliding one still covers, so
    memory is two numbers a key and no burst passes at a window's turn.
    """

    def __init__(self, limit: int, time: Callable[[], float], *, window_s: float = WINDOW_S) -> None:
        """Allow `limit` per `window_s` of `time` (monotonic seconds)."""
        self._window_s = window_s
        self._limit = limit
        self._time = time
        self._counts: dict[str, tuple[int, int, int]] = {}

    def take(self, key: str) -> None:
        """Count one. Raises RateLimited, and then it does not count."""
        now = self._time() / self._window_s
        window = int(now)
        then, before, count = self._counts.pop(key, (window, 0, 0))
        if then != window:
            before, count = (count, 0) if then == window - 1 else (0, 0)
        allowed = before * (1 - (now - window)) + count < self._limit
        self._counts[key] = (window, before, count + allowed)  # newest last
        if len(self._counts) > KEYS:
            for stale in list(self._counts)[: KEYS // 2]:
                del self._counts[stale]
        if not allowed:
            raise RateLimited


class Limits:
    """The limits of one gateway. A load balancer that spreads one person over gateways raises them by their number."""

    def __init__(
        self,
        time: Callable[[], float],
        *,
        says: int = SAYS_PER_PARTY,
        events: int = EVENTS_PER_ADDRESS,
        connects: int = CONNECTS_PER_ADDRESS,
        reports: int = REPORTS_PER_PARTY,
        reports_per_address: int = REPORTS_PER_ADDRESS,
    ) -> None:
        self.says = Rate(says, time)
        self.events = Rate(events, time)
        self.connects = Rate(connects, time)
        self.reports = Rate(reports, time, window_s=REPORTS_WINDOW_S)
        self.reports_from = Rate(reports_per_address, time, window_s=REPORTS_WINDOW_S)

    def take_report(self, *, party: str, address: str) -> None:
        """Count a report. Raises TooManyReports."""
        try:
            self.reports.take(party)
            self.reports_from.take(address)
        except RateLimited:
            raise TooManyReports from None
