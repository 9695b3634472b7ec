"""Stations: the consoles that are connected to this gateway, who sits at each, and what each has been told."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.desk.staff.member import Member


@dataclass(slots=True, eq=False)
class Station:
    """One connected console. Who sits there comes from the session's cookie."""

    sid: str
    console: str  # an id of its own: the same person may have several tabs open
    token: str  # the session's, to look whether it still holds
    address: str
    member: Member
    watched: dict[str, "Watch"] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)  # by event: what was told last
    offers: dict[str, Any] = field(default_factory=dict)  # by hand-off
    welcomed: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Watch:
    """A conversation that a console follows: how far it has read, and the state that it was shown."""

    cursor: int
    seen_seq: int
    notes: int
    state: tuple[Any, ...]


class Stations:
    """The stations of this gateway."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Station] = {}
        self._watchers: defaultdict[str, set[Station]] = defaultdict(set)

    def take(self, station: Station) -> None:
        """Seat somebody."""
        self._by_sid[station.sid] = station

    def leave(self, sid: str) -> Station | None:
        """Forget a console; returns it if it was there."""
        station = self._by_sid.pop(sid, None)
        if station is not None:
            for conversation in list(station.watched):
                self.unwatch(station, conversation)
        return station

    def find(self, sid: str) -> Station | None:
        """Find the station of a socket."""
        return self._by_sid.get(sid)

    def all(self) -> list[Station]:
        """Return all stations."""
        return list(self._by_sid.values())

    def of(self, handle: str) -> list[Station]:
        """Return the stations that somebody sits at."""
        return [station for station in self._by_sid.values() if station.member.handle == handle]

    def watch(self, station: Station, conversation: str, watch: Watch) -> None:
        """Have a console follow a conversation."""
        station.watched[conversation] = watch
        self._watchers[conversation].add(station)

    def unwatch(self, station: Station, conversation: str) -> None:
        """Let a console follow a conversation no more."""
        station.watched.pop(conversation, None)
        watchers = self._watchers.get(conversation)
        if watchers is not None:
            watchers.discard(station)
            if not watchers:
                del self._watchers[conversation]

    def watching(self, conversation: str) -> list[Station]:
        """Return the consoles that follow a conversation."""
        return list(self._watchers.get(conversation, ()))

    def watched(self) -> Iterable[str]:
        """Return every conversation that a console follows."""
        return list(self._watchers)
