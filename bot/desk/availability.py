"""Availability: whether a person can take over now, and if not, what is missing: the hours or the people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import roster
from bot.desk.presence import Status
from bot.desk.roster import Present
from bot.desk.staff.member import Member
from bot.desk.staff.roles import Act, may
from bot.desk.timetable import Timetable


class Missing(StrEnum):
    """Why nobody can take over."""

    CLOSED = "closed"
    CLOSING = "closing"  # still open, but too late for a chat to begin
    NOBODY = "nobody"  # open, and nobody of the category is there


@dataclass(frozen=True, slots=True)
class Availability:
    """How the desk stands for one category. `staffed` says that somebody who could take a chat is there."""

    open: bool
    live: bool
    staffed: bool
    closes_at: datetime | None
    opens_at: datetime | None
    zone: str

    @property
    def available(self) -> bool:
        """Whether a hand-off would be queued now."""
        return self.live and self.staffed

    @property
    def missing(self) -> Missing | None:
        """What is missing; the hours are told first, because more people would not help."""
        if not self.open:
            return Missing.CLOSED
        if not self.live:
            return Missing.CLOSING
        return None if self.staffed else Missing.NOBODY


async def of(session: AsyncSession, *, timetable: Timetable, category: str | None, now: datetime) -> Availability:
    """Tell how the desk stands for a category; None stands for anybody's."""
    return among(await roster.team(session, now=now), timetable=timetable, category=category, now=now)


def among(team: Iterable[Present], *, timetable: Timetable, category: str | None, now: datetime) -> Availability:
    """Tell how the desk stands with a team that was read already."""
    opening = timetable.state(category, now)
    return Availability(
        open=opening.open,
        live=opening.live,
        staffed=any(could_serve(each, category) for each in team),
        closes_at=opening.closes_at,
        opens_at=opening.opens_at,
        zone=opening.zone,
    )


def could_serve(present: Present, category: str | None) -> bool:
    """Tell whether somebody is there who takes chats of the category, free at the moment or not."""
    return present.status is Status.ONLINE and serves(present.member, category)


def serves(member: Member, category: str | None) -> bool:
    """Tell whether chats of a category, or of none, are for the member."""
    if category is None:
        return may(member.roles, Act.TAKE_ANY_CHATS)
    return category in member.categories and may(member.roles, Act.TAKE_CHATS)
