"""Bulletins: everybody is told when State changes: who answers, their place in line, the desk, an incident."""

import asyncio
import contextlib
from typing import Any

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk import conversations
from bot.gateway.desk.standing import Desk
from bot.gateway.fanout import Fanout
from bot.gateway.seats import Seat
from bot.gateway.signin import Tokens
from bot.gateway.state import StateOf
from bot.gateway.stopping import Stop

log = structlog.get_logger(__name__)


class Bulletins:
    """Compares what stands with what was told, and tells the difference."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        tokens: Tokens,
        fanout: Fanout,
        state_of: StateOf,
        desk: Desk | None,
        shared_s: float,
        poll_s: float,
    ) -> None:
        """Look at what all share every `shared_s`, and at how people stand at the desk every `poll_s`."""
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._fanout = fanout
        self._state_of = state_of
        self._desk = desk
        self._shared_s = shared_s
        self._poll_s = poll_s if desk is not None else shared_s
        self._wake = asyncio.Event()
        self._people: dict[str, Any] = {}

    def wake(self) -> None:
        """Look now: something has changed here."""
        self._wake.set()

    async def run(self, stop: Stop) -> None:
        """Look again and again until told to stop and woken."""
        loop = asyncio.get_running_loop()
        told, looked = await self._state_of.shared(), loop.time()
        while not stop.told:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._poll_s)
            self._wake.clear()
            try:
                changed = await self._changed()
                if loop.time() - looked >= self._shared_s or changed:
                    shared, looked = await self._state_of.shared(), loop.time()
                    if shared != told:
                        told, changed = shared, {seat.conversation for seat in self._fanout.seats()}
                for seat in self._fanout.seats():
                    if seat.conversation in changed:
                        await self._tell(seat)
            except Exception:
                log.exception("state_unreadable")
                await stop.within(self._poll_s)

    async def _changed(self) -> set[str]:
        """Return the conversations whose standing at the desk is not what it was."""
        if self._desk is None:
            return set()
        now = self._clock.now()
        async with self._database.reading() as session:
            standings = await self._desk.everybody(session, now=now)
        before, self._people = self._people, standings
        return {each for each in before.keys() | self._people.keys() if before.get(each) != self._people.get(each)}

    async def _tell(self, seat: Seat) -> None:
        async with self._database.reading() as session:
            at = await conversations.find(session, conversation=seat.conversation)
        account = None if seat.expired(self._tokens.now()) else seat.party.account
        state = await self._state_of.of(owner=at.owner, account=account, conversation=seat.conversation)
        await self._fanout.emit("state", state, seat.sid)
