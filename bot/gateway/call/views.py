"""What each side is shown of the calls: read once for all seats, and cut to what its reader may see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk.staff import members
from bot.desk.timetable import Opening, Timetable
from bot.marketplace import membership
from bot.marketplace.account import Account, Hold
from bot.verification import line, moving, staffing, visits
from bot.verification.leases import CALL_MOST
from bot.verification.line import Place
from bot.verification.states import HELD, State
from bot.verification.visit import Seen


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a verifier meets, as their record says."""

    name: str
    standing: str
    reason: str | None
    since: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The calls as of one moment."""

    opening: Opening
    verifiers: Collection[str]  # who takes calls now
    places: Mapping[str, Place]  # by account, in the order of the line
    held: Mapping[str, Seen]  # by verifier
    visits: Mapping[str, Seen]  # by account: their newest
    persons: Mapping[str, Person]  # by account
    names: Mapping[str, str]  # of verifiers, by handle

    def of_person(self, account: str, *, peer: str | None) -> dict[str, Any]:
        """Show somebody their own verification. `peer` is the page of the console that has them."""
        visit = self.visits.get(account)
        state: dict[str, Any] = {
            "state": (visit.state if visit is not None else State.REQUIRED).value,
            "polite": True,
            "verifiers": len(self.verifiers),
            **self._hours(),
        }
        if visit is None:
            return state
        state["checks"] = visit.checks
        place = self.places.get(account)
        if place is not None:
            state |= {"position": place.position, "wait_s": place.wait_s}
        if visit.state in HELD:
            state |= {"visit": visit.id, "peer": peer, "verifier": self.names.get(visit.verifier or "", "")}
        if visit.state in {State.PASSED, State.FAILED, State.RETRY}:
            state["outcome"] = visit.state.value
            if visit.reason is not None:
                state["reason"] = visit.reason
        return state | _moments(visit)

    def of_verifier(self, handle: str, *, peer: str | None) -> dict[str, Any]:
        """Show a verifier the call that they have. `peer` is the page of its person."""
        visit = self.held.get(handle)
        if visit is None:
            return {"state": "idle", "polite": False}
        person = self.persons[visit.account]
        shown = {
            "name": person.name,
            "account": visit.account,
            "standing": person.standing,
            "reason": person.reason,
            "since": None if person.since is None else wire_time(person.since),
            "due_at": None if person.due_at is None else wire_time(person.due_at),
            "checks": visit.checks,
            "no_shows": visit.no_shows,
        }
        moments = {name: at for name, at in _moments(visit).items() if name not in {"call_back_at", "due_at"}}
        return {
            "state": visit.state.value, "polite": False, "visit": visit.id, "person": shown, "peer": peer, **moments
        }  # fmt: skip

    def line(self) -> dict[str, Any]:
        """Show verifiers who waits."""
        waiting = [
            {
                "visit": place.visit.id,
                "position": place.position,
                "name": self.persons[account].name,
                "since": None if place.visit.waiting_since is None else wire_time(place.visit.waiting_since),
                "wait_s": place.wait_s,
                "checks": place.visit.checks,
            }
            for account, place in self.places.items()
        ]
        hours = {name: value for name, value in self._hours().items() if name in {"open", "opens_at"}}
        return {"waiting": waiting, "verifiers": len(self.verifiers), **hours}

    def _hours(self) -> dict[str, Any]:
        times = {"opens_at": self.opening.opens_at, "closes_at": self.opening.closes_at}
        told = {name: wire_time(at) for name, at in times.items() if at is not None}
        return {"open": self.opening.open, "zone": self.opening.zone, **told}


async def read(session: AsyncSession, *, timetable: Timetable, accounts: Iterable[str], now: datetime) -> Shown:
    """Read what the seats of these accounts, and all verifiers, are shown."""
    there = await staffing.there(session, now=now)
    places = await line.line(session, verifiers=len(there))
    held = await line.held(session)
    met = {place.visit.account for place in places} | {visit.account for visit in held}
    return Shown(
        opening=timetable.state(staffing.CATEGORY, now),
        verifiers=[member.handle for member in there],
        places={place.visit.account: place for place in places},
        held={visit.verifier: visit for visit in held if visit.verifier is not None},
        visits=await visits.latest_of(session, list(accounts)),
        persons=await _persons(session, met),
        names=await _names(session, {visit.verifier for visit in held if visit.verifier is not None}),
    )


async def ended(session: AsyncSession, *, visit: str) -> dict[str, Any]:
    """Tell how a call that a verifier had has ended: where it is now, and why."""
    seen = await moving.find(session, visit=visit)
    moves = await moving.moves_of(session, visit=visit)
    return {"visit": visit, "state": seen.state.value, "why": moves[-1].why}


async def lifted(session: AsyncSession, *, visit: Seen) -> bool:
    """Tell whether the record asks for nothing any more, though nobody has decided."""
    return visit.state is State.ABANDONED and not await membership.verification_asked(session, account=visit.account)


def _moments(visit: Seen) -> dict[str, str]:
    moments = {"due_at": visit.due_at, "call_back_at": visit.call_back_at}
    if visit.state is State.RINGING:
        moments["ring_until"] = visit.ring_until
    if visit.state is State.IN_CALL and visit.answered_at is not None:
        moments |= {"answered_at": visit.answered_at, "ends_at": visit.answered_at + CALL_MOST}
    return {name: wire_time(at) for name, at in moments.items() if at is not None}


async def _persons(session: AsyncSession, accounts: Collection[str]) -> dict[str, Person]:
    if not accounts:
        return {}
    rows = await session.execute(
        select(Account, Hold)
        .outerjoin(Hold, (Hold.account_id == Account.id) & Hold.ended_at.is_(None))
        .where(Account.id.in_(accounts))
        .execution_options(populate_existing=True)
    )
    return {
        account.id: Person(
            name=account.name,
            standing=account.standing,
            reason=None if hold is None else hold.reason,
            since=None if hold is None else hold.since,
            due_at=None if hold is None else hold.due_at,
        )
        for account, hold in rows
    }


async def _names(session: AsyncSession, handles: Iterable[str]) -> dict[str, str]:
    found = {handle: await members.find(session, handle=handle) for handle in handles}
    return {handle: member.name for handle, member in found.items() if member is not None}
