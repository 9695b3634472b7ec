"""State: who answers, when the desk is open, what the account may do, and what is wrong now."""

from typing import Any

import structlog

from bot.clock import Clock, wire_time
from bot.desk.hours import Hours
from bot.marketplace.port import Marketplace, MarketplaceUnavailable

log = structlog.get_logger(__name__)


class StateOf:
    """Composes State of the protocol from the desk's hours and the marketplace's records."""

    def __init__(self, *, marketplace: Marketplace, hours: Hours, clock: Clock) -> None:
        self._marketplace = marketplace
        self._hours = hours
        self._clock = clock

    async def shared(self) -> dict[str, Any]:
        """Return the part that is the same for everybody."""
        now = self._clock.now()
        closes_at, opens_at = self._hours.closes_at(now), self._hours.opens_at(now)
        desk: dict[str, Any] = {
            "open": closes_at is not None,
            "available": False,  # no specialist can be present yet; nobody is promised
            "zone": self._hours.zone.key,
        }
        if closes_at is not None:
            desk["closes_at"] = wire_time(closes_at)
        if opens_at is not None:
            desk["opens_at"] = wire_time(opens_at)
        state: dict[str, Any] = {"desk": desk}
        try:
            incident = await self._marketplace.incident()
        except MarketplaceUnavailable:
            incident = None
        if incident is not None:
            state["incident"] = {"title": incident.title, "impact": incident.impact, "url": incident.url}
        return state

    async def of(self, *, owner: str, account: str | None) -> dict[str, Any]:
        """Return State for one conversation; `account` is None unless its sign-in is valid now."""
        return {"owner": owner, **await self.shared(), "can": await self._can(account)}

    async def _can(self, account: str | None) -> list[str]:
        if account is None:
            return []
        try:
            records = await self._marketplace.records(account)
        except MarketplaceUnavailable:
            return []
        return [] if records is None else list(records.account.can)
