"""A glance at the desk: what an answer may say of it to the one who asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.desk import availability, contacts, conversations, drafts, follow_ups, roster
from bot.desk.availability import Availability
from bot.desk.drafts import JobDraft
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs import queue
from bot.desk.handoffs.queue import Waiting
from bot.desk.staff import members
from bot.desk.timetable import Timetable
from bot.marketplace.port import MarketplaceUnavailable


@dataclass(frozen=True, slots=True)
class Glance:
    """How the desk stands, and what it holds of this conversation's person."""

    availability: Availability  # of anybody who takes chats
    categories: Sequence[str] = ()  # that somebody at the desk has
    staffed: frozenset[str] = frozenset()  # those of them that somebody is there for
    waiting: Waiting | None = None
    follow_ups: tuple[FollowUp, ...] = ()  # the newest first
    address: str | None = None  # where answers go, masked
    draft: JobDraft | None = None  # the job post that is being written


class Desk(Protocol):
    """Where a glance can be had."""

    async def glance(self, *, conversation: str, now: datetime) -> Glance:
        """Look at the desk for a conversation. Raises MarketplaceUnavailable."""
        ...


class SqlDesk:
    """Reads what the desk's moves wrote."""

    def __init__(self, database: Database, timetable: Timetable) -> None:
        """Read from `database`; the `timetable` says when the desk is open."""
        self._database = database
        self._timetable = timetable

    async def glance(self, *, conversation: str, now: datetime) -> Glance:
        """Look at the desk for a conversation. Raises MarketplaceUnavailable."""
        try:
            async with self._database.reading() as session:
                team = await roster.team(session, now=now)
                categories = await members.categories(session)
                stands = {
                    each: availability.among(team, timetable=self._timetable, category=each, now=now)
                    for each in (None, *categories)
                }
                seen = Glance(
                    availability=stands[None],
                    categories=categories,
                    staffed=frozenset(each for each in categories if stands[each].available),
                )
                return await _of_person(session, seen, conversation=conversation, now=now)
        except (SQLAlchemyError, OSError) as error:
            raise MarketplaceUnavailable from error


async def _of_person(session: AsyncSession, seen: Glance, *, conversation: str, now: datetime) -> Glance:
    """Add what the desk holds of the conversation's person; nothing, where there is no such conversation."""
    party = await conversations.find_party(session, conversation=conversation)
    if party is None:
        return seen
    address = await contacts.address_of(session, party=party)
    return replace(
        seen,
        waiting=await queue.place(session, conversation=conversation, now=now),
        follow_ups=tuple(await follow_ups.of_party(session, party=party)),
        address=None if address is None else contacts.masked(address),
        draft=await drafts.current(session, conversation=conversation),
    )
