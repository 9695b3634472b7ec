"""Decisions: appeals and requests are granted or declined, and their asker is told in the conversation and by mail."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import conversations
from bot.desk.conversations import Party
from bot.gateway.desk import payloads
from bot.gateway.desk.console import Handler
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.stations import Station
from bot.marketplace.cases import deciding


class Decisions:
    """Answers the events of a console that decide a case."""

    def __init__(self, *, database: Database, clock: Clock, floor: Floor) -> None:
        self._database = database
        self._clock = clock
        self._floor = floor

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers which event."""
        return {"decide": self.decide}

    async def decide(self, station: Station, decision: payloads.Decision) -> dict[str, Any]:
        """Decide a case once, for a reason; what was granted is done in the same transaction."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            case = await deciding.decide(
                session,
                reference=decision.reference,
                decision=decision.decision,
                reason=decision.reason,
                by=station.member.handle,
                at=now,
            )
            thread = await conversations.open_for(session, party=Party(account=case.account_id), now=now)
            told = await self._floor.notices.write(
                session,
                thread.id,
                f"desk.case_{case.kind}_{case.state}",
                cause=f"{case.reference}:decided",
                now=now,
                reference=case.reference,
                reason=decision.reason,
            )
        await self._floor.after((), [told])
        return {"state": case.state.value, "at": wire_time(now)}
