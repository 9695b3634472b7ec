"""Promises: what a specialist commits to, how it is kept, and answers to messages that were left."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import follow_ups, messages_left
from bot.desk.follow_ups import FollowUp
from bot.desk.handoffs import ticket as tickets
from bot.desk.promise import Kind
from bot.desk.staff import access
from bot.desk.timetable import Timetable
from bot.gateway.desk import payloads
from bot.gateway.desk.console import Handler
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.stations import Station
from bot.gateway.protocol import BadPayload

#: What a specialist can promise; a message is owed because it was left, not because somebody said so.
PROMISED = frozenset(Kind) - {Kind.MESSAGE}


class Promises:
    """Answers the events of a console that are about what is owed."""

    def __init__(self, *, database: Database, clock: Clock, timetable: Timetable, floor: Floor) -> None:
        self._database = database
        self._clock = clock
        self._timetable = timetable
        self._floor = floor

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers which event."""
        return {"promise": self.promise, "keep_promise": self.keep_promise, "reply_by_mail": self.reply_by_mail}

    async def promise(self, station: Station, promise: payloads.Promise) -> dict[str, Any]:
        """Keep a promise and tell its person, so that both sides see the same."""
        if promise.kind not in PROMISED:
            raise BadPayload(f"a promise is one of {', '.join(sorted(PROMISED))}")
        now, member = self._clock.now(), station.member
        async with self._database.transaction() as session:
            await access.require_open(session, member=member, conversation=promise.conversation)
            ticket = await tickets.latest(session, conversation=promise.conversation)
            made = await follow_ups.promise(
                session,
                conversation=promise.conversation,
                kind=Kind(promise.kind),
                what=promise.what,
                made_by=member.handle,
                timetable=self._timetable,
                due_at=promise.due_at,
                category=None if ticket is None else ticket.category,
                now=now,
            )
            told = await self._floor.notices.write(
                session,
                made.conversation,
                "desk.promised",
                cause=f"{made.id}:promised",
                now=now,
                name=member.name,
                what=made.what,
                due=made.due_at,
                reference=made.reference,
            )
        await self._floor.after((), [told])
        return {"follow_up": made.id, "reference": made.reference, "due_at": wire_time(made.due_at)}

    async def keep_promise(self, station: Station, of: payloads.OfFollowUp) -> dict[str, Any]:
        """Note that a promise was kept, and tell its person."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            owed = await self._own(session, station, of.follow_up)
            kept = await follow_ups.keep(session, follow_up=owed.id, by=station.member.handle, now=now)
            told = await self._floor.notices.write(
                session,
                kept.conversation,
                "desk.promise_kept",
                cause=f"{kept.id}:kept",
                now=now,
                what=kept.what,
                reference=kept.reference,
            )
        await self._floor.after((), [told])
        return {}

    async def reply_by_mail(self, station: Station, reply: payloads.ReplyByMail) -> dict[str, Any]:
        """Answer a message that was left: in the conversation, and by a letter where there is an address."""
        async with self._database.transaction() as session:
            owed = await self._own(session, station, reply.follow_up)
            answered = await messages_left.answer(
                session,
                follow_up=owed.id,
                by=station.member,
                text=reply.text,
                message_id=reply.id,
                now=self._clock.now(),
            )
        moved = [] if answered.moved is None else [answered.moved]
        await self._floor.after(moved, [answered.appended])
        message = answered.appended.message
        return {"seq": message.seq, "at": wire_time(message.at), "letter": answered.letter}

    async def _own(self, session: AsyncSession, station: Station, follow_up: str) -> FollowUp:
        owed = await follow_ups.find(session, follow_up=follow_up)
        # Whoever settled it may say so again: the first answer may have been lost on its way.
        if owed.settled_by != station.member.handle:
            await access.require_open(session, member=station.member, conversation=owed.conversation)
        return owed
