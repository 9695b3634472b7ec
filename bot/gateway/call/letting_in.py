"""Letting in: the widget asks for the page, and its person gets a ticket to it where their record asks for a call."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bot.clock import Clock
from bot.db import Database
from bot.gateway.call.page import PATH
from bot.gateway.protocol import DEFAULT_LOCALE
from bot.gateway.seats import Seat
from bot.verification import passes
from bot.verification.visits import NotAsked


class LettingIn:
    """Gives out tickets, where calls are held here."""

    def __init__(self, *, database: Database, clock: Clock, is_open: bool) -> None:
        self._database = database
        self._clock = clock
        self._is_open = is_open

    async def ticket(self, seat: Seat, *, now: datetime) -> dict[str, Any]:
        """Return where the person's call is. Raises NotAsked; a stranger, too, is told no more than that.

        `now` is what sign-ins are held against.
        """
        account = seat.party.account
        if account is None or seat.expired(now) or not self._is_open:
            raise NotAsked
        async with self._database.transaction() as session:
            ticket = await passes.ticket(session, account=account, now=self._clock.now())
        # Behind the `#`: no server's log and no other page's Referer ever sees it.
        spoken = "" if seat.locale == DEFAULT_LOCALE else f"?{urlencode({'lang': seat.locale})}"
        return {"url": f"{PATH}{spoken}#{ticket}"}
