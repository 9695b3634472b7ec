"""The verifier's side: the next in line is called, the call is held, and a verdict is given with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.mail import outbox
from bot.marketplace import membership
from bot.marketplace.account import Account
from bot.verification import line, moving
from bot.verification.moving import Moved, UnknownVisit
from bot.verification.states import HELD, Move, Why
from bot.verification.visit import Seen, Visit

RING_TIME = timedelta(seconds=60)
REASON_LENGTH = 1_000
OUTCOME = "verification_outcome"

#: What a verifier can decide, and the move that it is.
VERDICTS: Mapping[str, Move] = {"passed": Move.PASS, "failed": Move.FAIL, "retry": Move.TRY_AGAIN}


class NoLongerAsked(Refused):
    """What holds the account now is not lifted by a verification."""

    code = "not_allowed"
    sentence = "The account's record does not ask for a verification any more, so it cannot be passed."


class NobodyWaits(Refused):
    """The line is empty."""

    code = "nobody_waits"
    sentence = "Nobody is waiting for a call."


class CallUnderWay(Refused):
    """The verifier has a call already."""

    code = "call_under_way"
    sentence = "Finish the call that you have first."


class WrongVerdict(Refused):
    """A verdict is one of three, and has a reason."""

    code = "invalid_fields"
    sentence = "Choose a verdict and give the reason that the person will read."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a call."""

    moved: Moved
    reason: str


async def call_next(session: AsyncSession, *, by: str, now: datetime) -> Moved:
    """Call the first in line. Raises CallUnderWay, NobodyWaits, WrongMove where another verifier was faster."""
    if await of_verifier(session, by=by) is not None:
        raise CallUnderWay
    waiting = await line.line(session, verifiers=0)
    if not waiting:
        raise NobodyWaits
    return await moving.move(
        session, waiting[0].visit, Move.CALL, actor=by, why=Why.NEXT, now=now,
        verifier=by, verifier_seen_at=now, called_at=now, ring_until=now + RING_TIME, answered_at=None, ended_at=None,
    )  # fmt: skip


async def of_verifier(session: AsyncSession, *, by: str) -> Seen | None:
    """Find the call that a verifier has."""
    return next((each for each in await line.held(session) if each.verifier == by), None)


async def put_back(session: AsyncSession, *, visit: str, by: str, now: datetime) -> Moved:
    """Put the person back to the head of the line, without a verdict. Raises UnknownVisit, WrongMove."""
    held = await _held(session, visit, by)
    return await moving.move(session, held, Move.LOSE, actor=by, why=Why.PUT_BACK, now=now, ahead=True)


async def decide(session: AsyncSession, *, visit: str, verdict: str, reason: str, by: str, now: datetime) -> Verdict:
    """Give the verdict: who has passed is back in good standing, and everybody is told by mail.

    Raises UnknownVisit, WrongVerdict, WrongMove; NoLongerAsked where only something else would lift what holds the account now.
    """
    if verdict not in VERDICTS or not reason.strip() or len(reason) > REASON_LENGTH:
        raise WrongVerdict
    held = await _held(session, visit, by)
    if VERDICTS[verdict] is Move.PASS and await membership.verification_asked(session, account=held.account) is None:
        raise NoLongerAsked
    moved = await moving.move(
        session, held, VERDICTS[verdict], actor=by, why=Why.DECIDED, now=now, reason=reason.strip(), ended_at=now
    )
    if moved.move is Move.PASS:
        await membership.reinstate(session, account=held.account, at=now)
    address = await session.scalar(select(Account.email).where(Account.id == held.account))
    if address is not None:
        await outbox.put(
            session,
            key=f"{OUTCOME}:{visit}:{moved.visit.version}",
            kind=OUTCOME,
            account=held.account,
            address=address,
            subject_data={"outcome": verdict, "reason": reason.strip()},
            at=now,
        )
    return Verdict(moved, reason.strip())


async def beat(session: AsyncSession, *, verifiers: list[str], now: datetime) -> None:
    """Note that these verifiers' consoles are open: they keep their calls."""
    await session.execute(
        update(Visit).where(Visit.verifier.in_(verifiers), Visit.state.in_(HELD)).values(verifier_seen_at=now)
    )


async def _held(session: AsyncSession, visit: str, by: str) -> Seen:
    found = await moving.find(session, visit=visit)
    if found.verifier != by or found.state not in HELD:
        raise UnknownVisit
    return found
