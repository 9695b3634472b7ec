"""Seats: the pages and consoles that are connected to this gateway for a call, one for each account and each verifier."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.staff.member import Member
from bot.gateway.call.protocol import Side


@dataclass(slots=True, eq=False)
class Seat:
    """One socket. Who sits there comes from a session of ours, on either side."""

    sid: str
    side: Side
    who: str  # the account, or the verifier's handle
    name: str
    page: str  # the page's own mark: the other side tells a reload from a lost connection by it
    token: str  # the session's, to look whether it still holds
    address: str
    console: str = ""  # in the roster of the desk, for a verifier
    member: Member | None = None  # the verifier
    over: bool = False  # a verdict was given: the outcome is shown, and nothing is taken any more
    visit: str | None = None  # the call that rings or is under way
    other: str | None = None  # who sits on its other side, once it was answered
    had: str | None = None  # the call before
    told: dict[str, Any] = field(default_factory=dict)  # by event: what was told last
    ice_until: datetime | None = None
    welcomed: bool = False


class Seats:
    """The seats of this gateway."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Seat] = {}
        self._by_who: dict[tuple[Side, str], Seat] = {}

    def take(self, seat: Seat) -> Seat | None:
        """Seat somebody; returns the seat that they had in another tab, which they leave."""
        before = self._by_who.get((seat.side, seat.who))
        if before is not None:
            self._by_sid.pop(before.sid, None)
        self._by_sid[seat.sid] = seat
        self._by_who[seat.side, seat.who] = seat
        return before

    def leave(self, sid: str) -> Seat | None:
        """Forget a socket; returns its seat if it still had one."""
        seat = self._by_sid.pop(sid, None)
        if seat is not None:
            del self._by_who[seat.side, seat.who]
        return seat

    def find(self, sid: str) -> Seat | None:
        """Find the seat of a socket."""
        return self._by_sid.get(sid)

    def of(self, side: Side, who: str) -> Seat | None:
        """Find where somebody sits."""
        return self._by_who.get((side, who))

    def opposite(self, seat: Seat) -> Seat | None:
        """Find the other side of a call that was answered, if it is connected here and in the same call."""
        side = Side.VERIFIER if seat.side is Side.PERSON else Side.PERSON
        other = None if seat.other is None else self.of(side, seat.other)
        return other if other is not None and other.visit == seat.visit and other.other == seat.who else None

    def all(self, side: Side | None = None) -> list[Seat]:
        """Return all seats, or those of a side."""
        return [seat for seat in self._by_sid.values() if side in {None, seat.side}]
