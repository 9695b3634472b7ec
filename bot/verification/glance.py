"""A glance at the calls: what an answer may say to somebody of their own verification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.desk.timetable import Opening, Timetable
from bot.marketplace import membership
from bot.marketplace.parties import UnknownRecord
from bot.marketplace.port import MarketplaceUnavailable
from bot.verification import line, staffing, visits
from bot.verification.line import Place
from bot.verification.states import State


@dataclass(frozen=True, slots=True)
class CallGlance:
    """How the calls stand, and the asker's own verification."""

    opening: Opening
    verifiers: int  # who take calls now
    waiting: int  # in line
    asked: bool = False  # the record asks for a verification
    due_at: datetime | None = None
    state: State = State.REQUIRED
    position: int | None = None
    wait_s: int | None = None  # None where nothing is known
    call_back_at: datetime | None = None
    checks: Mapping[str, Any] = field(default_factory=dict)  # of the last preflight


class Calls(Protocol):
    """Where a glance can be had."""

    async def glance(self, *, account: str | None, now: datetime) -> CallGlance:
        """Look at the calls for an account, or for a stranger. Raises MarketplaceUnavailable."""
        ...


class SqlCalls:
    """Reads what the moves of verifications wrote."""

    def __init__(self, database: Database, timetable: Timetable) -> None:
        """Read from `database`; the `timetable` says when calls are taken."""
        self._database = database
        self._timetable = timetable

    async def glance(self, *, account: str | None, now: datetime) -> CallGlance:
        """Look at the calls for an account, or for a stranger. Raises MarketplaceUnavailable."""
        try:
            async with self._database.reading() as session:
                there = await staffing.there(session, now=now)
                places = await line.line(session, verifiers=len(there))
                glance = CallGlance(self._timetable.state(staffing.CATEGORY, now), len(there), len(places))
                return glance if account is None else await _own(session, glance, places, account)
        except (SQLAlchemyError, OSError) as error:
            raise MarketplaceUnavailable from error


async def _own(session: AsyncSession, glance: CallGlance, places: Sequence[Place], account: str) -> CallGlance:
    try:
        asked = await membership.verification_asked(session, account=account)
    except UnknownRecord:
        return glance
    if asked is None:
        return glance
    visit = await visits.current(session, account=account)
    own = replace(glance, asked=True, due_at=asked.due_at)
    if visit is None:
        return own
    place = next((each for each in places if each.visit.account == account), None)
    return replace(
        own,
        state=visit.state,
        position=None if place is None else place.position,
        wait_s=None if place is None else place.wait_s,
        call_back_at=visit.call_back_at,
        checks=visit.checks,
    )
