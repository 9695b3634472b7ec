"""The board: what everybody at the desk sees of it, read once and cut to what each may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk import availability, follow_ups, messages, roster
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs import queue, wrap_up
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.queue import Waiting
from bot.desk.handoffs.states import State
from bot.desk.handoffs.ticket import Ticket
from bot.desk.presence import Status
from bot.desk.roster import Present
from bot.desk.staff import members
from bot.desk.staff.member import Member
from bot.desk.staff.roles import Act, may
from bot.gateway.desk.signin import me
from bot.gateway.desk.standing import told_wait_s

#: Why an offer is over, for the one who had it.
ACCEPTED, ELSEWHERE, PASSED = "accepted", "taken", "passed_on"


@dataclass(frozen=True, slots=True)
class Shown:
    """The desk at one moment."""

    at: datetime
    line: tuple[Waiting, ...]
    team: tuple[Present, ...]
    owed: tuple[FollowUp, ...]
    names: Mapping[str, str]  # of the people of conversations that are owed something
    tickets: Mapping[str, tuple[Ticket, ...]]  # by who holds them
    categories: tuple[str, ...]

    def welcome(self, member: Member, views: list[dict[str, Any]]) -> dict[str, Any]:
        """Write everything for a console that has just come."""
        parts = self.parts(member)
        mine = next((one for one in self.team if one.member.handle == member.handle), None)
        told: dict[str, Any] = {
            "me": me(member),
            "at": wire_time(self.at),
            "presence": Status.OFFLINE if mine is None else mine.status,
            "queue": parts["queue"]["waiting"],
            "offers": list(self.offers(member).values()),
            "conversations": views,
            "follow_ups": parts["follow_ups"]["items"],
            "alerts": parts["alerts"]["alerts"],
            "categories": list(self.categories),
            "wrap_up_reasons": [{"id": key, "label": label} for key, label in wrap_up.REASONS.items()],
        }
        if "presence" in parts:
            told["team"] = parts["presence"]["team"]
        return told

    def parts(self, member: Member) -> dict[str, dict[str, Any]]:
        """Write what is told again whenever it changes, by event."""
        owed = [one for one in self.owed if self._concerns(member, one)]
        parts: dict[str, dict[str, Any]] = {
            "queue": {"waiting": [_waiting(one) for one in self.line if self._may_see(member, one.category)]},
            "follow_ups": {"items": [self._follow_up(one) for one in owed]},
            "alerts": {"alerts": [self._alert(one) for one in owed if one.alert_at <= self.at]},
        }
        if may(member.roles, Act.SEE_TEAM):
            parts["presence"] = {"team": [_colleague(one) for one in self.team]}
        elif may(member.roles, Act.TAKE_CHATS):
            parts["presence"] = {"team": [_whom(one) for one in self.team]}
        return parts

    def offers(self, member: Member) -> dict[str, dict[str, Any]]:
        """Write the offers that are made to somebody, by hand-off."""
        names = {one.handoff: one.name for one in self.line}
        return {
            ticket.id: {
                "handoff": ticket.id,
                "conversation": ticket.conversation,
                "category": ticket.category,
                "reason": ticket.reason,
                "name": names.get(ticket.id),
                "until": wire_time(ticket.offer_until),
            }
            for ticket in self.tickets.get(member.handle, ())
            if ticket.state == State.OFFERED and ticket.offer_until is not None
        }

    def held(self, member: Member) -> list[str]:
        """Return the conversations that somebody is talking in, or has just ended."""
        held = self.tickets.get(member.handle, ())
        return [ticket.conversation for ticket in held if ticket.state in {State.ACTIVE, State.WRAP_UP}]

    def why_over(self, member: Member, handoff: str) -> str:
        """Say why somebody no longer has an offer."""
        if any(ticket.id == handoff for ticket in self.tickets.get(member.handle, ())):
            return ACCEPTED
        return PASSED if any(one.handoff == handoff for one in self.line) else ELSEWHERE

    def _may_see(self, member: Member, category: str | None) -> bool:
        return may(member.roles, Act.OPEN_ANY) or (
            may(member.roles, Act.SEE_QUEUE) and availability.serves(member, category)
        )

    def _concerns(self, member: Member, owed: FollowUp) -> bool:
        mine = member.handle in {owed.made_by, owed.assigned_to}
        return (
            mine
            or (owed.assigned_to is None and self._may_see(member, owed.category))
            or may(member.roles, Act.OPEN_ANY)
        )

    def _follow_up(self, owed: FollowUp) -> dict[str, Any]:
        return {
            "id": owed.id,
            "reference": owed.reference,
            "kind": owed.kind,
            "what": owed.what,
            "conversation": owed.conversation,
            "name": self.names.get(owed.conversation),
            "category": owed.category,
            "due_at": wire_time(owed.due_at),
            "state": owed.state,
            "made_by": owed.made_by,
            "overdue": owed.overdue(self.at),
        }

    def _alert(self, owed: FollowUp) -> dict[str, Any]:
        return {
            "follow_up": owed.id,
            "reference": owed.reference,
            "what": owed.what,
            "name": self.names.get(owed.conversation),
            "due_at": wire_time(owed.due_at),
            "conversation": owed.conversation,
            "made_by": owed.made_by,
        }


class Board:
    """Reads the desk."""

    async def read(self, session: AsyncSession, readers: Iterable[Member], *, now: datetime) -> Shown:
        """Read it for these people, whatever they may see."""
        owed = tuple(await follow_ups.owed(session))
        handles = dict.fromkeys(reader.handle for reader in readers)
        return Shown(
            at=now,
            line=tuple(await queue.line(session, now=now)),
            team=tuple(await roster.team(session, now=now)),
            owed=owed,
            names=await messages.names(session, [one.conversation for one in owed]),
            tickets={handle: tuple(await tickets.held_by(session, handle=handle)) for handle in handles},
            categories=tuple(await members.categories(session)),
        )


def _waiting(one: Waiting) -> dict[str, Any]:
    return {
        "handoff": one.handoff,
        "conversation": one.conversation,
        "category": one.category,
        "language": one.language,
        "reason": one.reason,
        "since": wire_time(one.since),
        "wait_s": told_wait_s(one.wait_s),
        "position": one.position,
        "name": one.name,
        "state": one.state,
    }


def _whom(one: Present) -> dict[str, Any]:
    """Write a colleague as those see them who may pass a chat on to them."""
    return {
        "id": one.member.handle,
        "name": one.member.name,
        "roles": list(one.member.roles),
        "status": one.status,
        "categories": list(one.member.categories),
    }


def _colleague(one: Present) -> dict[str, Any]:
    """Write a colleague as those see them who look after the desk."""
    return {
        **_whom(one),
        "chats": one.chats,
        "capacity": one.member.capacity,
        "since": None if one.since is None else wire_time(one.since),
    }
