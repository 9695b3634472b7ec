"""Moving a verification: the one place where its state changes, with its audit row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.verification.states import HELD, Move, State, Why, WrongMove, require_move
from bot.verification.visit import Seen, Visit, VisitMove, seen

PERSON = "person"  # an actor: whose verification it is
CLOCK = "clock"  # an actor: nobody, time did it

#: In these the verifier is kept for the record; in the others nobody has the person.
_KEPT = HELD | {State.PASSED, State.FAILED, State.RETRY}


class UnknownVisit(Refused):
    """There is no such verification, or it is not the asker's; the two are told alike."""

    code = "unknown_visit"
    sentence = "There is no such verification."


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made. Whoever must be told is told after the commit."""

    visit: Seen
    move: Move
    was: State
    released: str | None = None  # the verifier who no longer has the person


async def find(session: AsyncSession, *, visit: str) -> Seen:
    """Read a verification. Raises UnknownVisit."""
    row = await session.scalar(select(Visit).where(Visit.id == visit).execution_options(populate_existing=True))
    if row is None:
        raise UnknownVisit
    return seen(row)


async def move(
    session: AsyncSession, current: Seen, what: Move, *, actor: str, why: Why, now: datetime, **changes: Any
) -> Moved:
    """Make a move on a verification that was read. Raises WrongMove, also if it has moved since."""
    rule = require_move(what, current.state)
    if rule.ends not in _KEPT:
        changes |= {"verifier": None, "verifier_seen_at": None}
    if rule.ends is not State.RINGING:
        changes["ring_until"] = None
    row = (
        await session.scalars(
            update(Visit)
            .where(Visit.id == current.id, Visit.version == current.version)
            .values(state=rule.ends, version=current.version + 1, **changes)
            .returning(Visit)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise WrongMove(move=what.value, current=current.state.value)
    after = seen(row)
    session.add(
        VisitMove(
            visit=after.id,
            version=after.version,
            at=now,
            actor=actor,
            move=what,
            was=current.state,
            state=after.state,
            why=why,
        )
    )
    released = current.verifier if current.state in HELD and after.state not in HELD else None
    return Moved(after, what, current.state, released)


async def moves_of(session: AsyncSession, *, visit: str) -> list[VisitMove]:
    """List what happened to a verification, in order."""
    return list(await session.scalars(select(VisitMove).where(VisitMove.visit == visit).order_by(VisitMove.version)))
