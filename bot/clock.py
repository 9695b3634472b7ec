"""What time it is, for everything that the application does.

`Clock` may start at another moment than the machine's (`MILEPOST_CLOCK`) and ticks on from there.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class WallClock:
    """The machine's clock, moved by a constant."""

    def __init__(self, start: datetime | None = None) -> None:
        """Tick from `start` (aware) on, or from the machine's own time."""
        self._shift = timedelta(0) if start is None else start - self._machine()

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return self._machine() + self._shift

    def advance(self, by: timedelta) -> None:
        """Go on from a later moment; for demos, where people watch a deadline run out."""
        self._shift += by

    @staticmethod
    def _machine() -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)


def wire_time(at: datetime) -> str:
    """Write a moment as the wire does: ISO 8601 in UTC with `Z`, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
