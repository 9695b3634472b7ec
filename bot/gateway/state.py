"""State: who answers, when the desk is open, what the account may do, and what is wrong now."""

from typing import Any

import structlog

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk.hours import Hours
from bot.gateway.desk.standing import Desk
from bot.marketplace.port import Marketplace, MarketplaceUnavailable

log = structlog.get_logger(__name__)


class StateOf:
    """Composes State of the protocol from the desk and the marketplace's records."""

    def __init__(
        self, *, marketplace: Marketplace, hours: Hours, clock: Clock, database: Database, desk: Desk | None = None
    ) -> None:
        """Without a `desk` its hours are told, and that nobody is there."""
        self._marketplace = marketplace
        self._hours = hours
        self._clock = clock
        self._database = database
        self._desk = desk

    async def shared(self) -> dict[str, Any]:
        """Return the part that is the same for everybody."""
        if self._desk is None:
            desk = self._unstaffed()
        else:
            async with self._database.reading() as session:
                desk = await self._desk.shared(session, now=self._clock.now())
        state: dict[str, Any] = {"desk": desk}
        try:
            incident = await self._marketplace.incident()
        except MarketplaceUnavailable:
            incident = None
        if incident is not None:
            state["incident"] = {"title": incident.title, "impact": incident.impact, "url": incident.url}
        return state

    async def of(self, *, owner: str, account: str | None, conversation: str) -> dict[str, Any]:
        """Return State for one conversation; `account` is None unless its sign-in is valid now."""
        own: dict[str, Any] = {}
        if self._desk is not None:
            async with self._database.reading() as session:
                own = await self._desk.of(session, conversation, now=self._clock.now())
        return {"owner": owner, **await self.shared(), **own, "can": await self._can(account)}

    async def _can(self, account: str | None) -> list[str]:
        if account is None:
            return []
        try:
            records = await self._marketplace.records(account)
        except MarketplaceUnavailable:
            return []
        return [] if records is None else list(records.account.can)

    def _unstaffed(self) -> dict[str, Any]:
        now = self._clock.now()
        closes_at, opens_at = self._hours.closes_at(now), self._hours.opens_at(now)
        desk: dict[str, Any] = {
            "open": closes_at is not None,
            "available": False,
            "zone": self._hours.zone.key,
        }
        if closes_at is not None:
            desk["closes_at"] = wire_time(closes_at)
        if opens_at is not None:
            desk["opens_at"] = wire_time(opens_at)
        return desk
