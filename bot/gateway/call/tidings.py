"""Tidings: what a person reads in their conversation when a call of theirs has ended, or their place was lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import conversations
from bot.desk.conversations import Party
from bot.desk.messages import Appended
from bot.gateway.desk.floor import Floor
from bot.verification.moving import Moved
from bot.verification.states import Move
from bot.verification.verifiers import Verdict

#: By verdict: these have a reason, which is told.
DECIDED: Final[Mapping[Move, str]] = MappingProxyType(
    {Move.PASS: "call.passed", Move.FAIL: "call.failed", Move.TRY_AGAIN: "call.retry"}
)
#: By what time does. A verifier who is gone is told on the page: the person sits before it, at the head of the line.
LAPSED: Final[Mapping[Move, str]] = MappingProxyType(
    {Move.MISS: "call.missed", Move.LAPSE: "call.lapsed", Move.TRY_AGAIN: "call.time_over"}
)

log = structlog.get_logger(__name__)


class Tidings:
    """Writes what happened into the person's conversation, in its transaction, and tells everybody afterwards."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def decided(self, session: AsyncSession, verdict: Verdict, *, now: datetime) -> list[Appended]:
        """Tell of a verdict, with its reason."""
        return [await self._write(session, verdict.moved, DECIDED[verdict.moved.move], now=now, reason=verdict.reason)]

    async def lapsed(self, session: AsyncSession, moved: Iterable[Moved], *, now: datetime) -> list[Appended]:
        """Tell of what time did."""
        return [await self._write(session, one, LAPSED[one.move], now=now) for one in moved if one.move in LAPSED]

    async def after(self, moved: Iterable[Moved], written: Iterable[Appended] = ()) -> None:
        """Tell everybody, once it is committed."""
        for one in moved:
            log.info("verification_moved", visit=one.visit.id, move=one.move, was=one.was, state=one.visit.state)
        await self._floor.after((), written)

    async def _write(
        self, session: AsyncSession, moved: Moved, key: str, *, now: datetime, reason: str = ""
    ) -> Appended:
        thread = await conversations.open_for(session, party=Party(account=moved.visit.account), now=now)
        cause = f"{moved.visit.id}:{moved.visit.version}"
        return await self._floor.notices.write(session, thread.id, key, cause=cause, now=now, reason=reason)
