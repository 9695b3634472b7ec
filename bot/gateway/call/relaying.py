"""Relaying: signals and texts go from one side of an answered call to its other, and rest nowhere."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock, wire_time
from bot.errors import Refused
from bot.gateway.call import payloads
from bot.gateway.call.screens import Emit
from bot.gateway.call.seats import Seat, Seats


class NotInCall(Refused):
    """There is no call, or it was not answered."""

    code = "not_in_call"
    sentence = "There is no call now."


class PeerAway(Refused):
    """The other side has lost its connection; its page comes back by itself."""

    code = "peer_away"
    sentence = "The other side is not connected at the moment."


class Relaying:
    """Answers the events that are meant for the other side."""

    def __init__(self, *, clock: Clock, seats: Seats, emit: Emit) -> None:
        self._clock = clock
        self._seats = seats
        self._emit = emit

    def handlers(self) -> Mapping[str, Any]:
        """Return what answers which event."""
        return {"signal": self.signal, "heard": self.heard, "text": self.text}

    async def signal(self, seat: Seat, signal: payloads.Signal) -> dict[str, Any]:
        """Pass a signal on as it came."""
        await self._emit("signal", dict(signal.wire), self._opposite(seat).sid)
        return {}

    async def heard(self, seat: Seat, heard: payloads.Heard) -> dict[str, Any]:
        """Pass on what has arrived: only the pages know, for nothing is kept here."""
        await self._emit("heard", dict(heard.wire), self._opposite(seat).sid)
        return {}

    async def text(self, seat: Seat, text: payloads.Text) -> dict[str, Any]:
        """Pass a text on."""
        at = wire_time(self._clock.now())
        written = {"id": text.id, "from": seat.side.value, "name": seat.name, "text": text.text, "at": at}
        await self._emit("text", written, self._opposite(seat).sid)
        return {"at": at}

    def _opposite(self, seat: Seat) -> Seat:
        if seat.other is None:
            raise NotInCall
        other = self._seats.opposite(seat)
        if other is None:
            raise PeerAway
        return other
