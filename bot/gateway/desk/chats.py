"""Chats: what a specialist does with the people who come to them, from the offer to the wrap-up."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import drafts, notes, roster
from bot.desk.drafting import DraftAuthorKind
from bot.desk.drafts import DraftAuthor
from bot.desk.handoffs import specialists
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.moving import Moved
from bot.desk.handoffs.specialists import NotYours
from bot.desk.handoffs.states import State
from bot.desk.messages import Appended, Draft
from bot.desk.models import Author
from bot.desk.offers import parted
from bot.desk.presence import Status
from bot.desk.staff import access
from bot.gateway.desk import payloads
from bot.gateway.desk.console import Handler
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.stations import Station
from bot.gateway.desk.switchboard import Switchboard
from bot.gateway.fanout import Fanout


class Chats:
    """Answers the events of a console that are about chats."""

    def __init__(
        self, *, database: Database, clock: Clock, floor: Floor, fanout: Fanout, switchboard: Switchboard
    ) -> None:
        self._database = database
        self._clock = clock
        self._floor = floor
        self._fanout = fanout
        self._switchboard = switchboard

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers which event."""
        return {
            "presence": self.presence,
            "capacity": self.capacity,
            "accept": self.accept,
            "decline": self.decline,
            "reassign": self.reassign,
            "say": self.say,
            "note": self.note,
            "typing": self.typing,
            "seen": self.seen,
            "transfer": self.transfer,
            "return_to_assistant": self.return_to_assistant,
            "wrap_up": self.wrap_up,
            "draft": self.draft,
        }

    # Being there

    async def presence(self, station: Station, presence: payloads.Presence) -> dict[str, Any]:
        """Keep whether somebody takes chats."""
        async with self._database.transaction() as session:
            await roster.set_status(
                session, handle=station.member.handle, status=Status(presence.status), now=self._clock.now()
            )
        self._floor.wake()
        return {}

    async def capacity(self, station: Station, capacity: payloads.Capacity) -> dict[str, Any]:
        """Keep how many chats somebody takes at once."""
        async with self._database.transaction() as session:
            station.member = await roster.set_capacity(
                session, handle=station.member.handle, capacity=capacity.capacity
            )
        self._floor.wake()
        return {}

    # Taking and passing on

    async def accept(self, station: Station, of: payloads.OfHandoff) -> dict[str, Any]:
        """Take an offer; or somebody who waits, without one."""
        now, by = self._clock.now(), station.member.handle
        async with self._database.transaction() as session:
            ticket = await tickets.find(session, handoff=of.handoff)
            take = specialists.accept if ticket.state is State.OFFERED else specialists.claim
            moved = await take(session, handoff=of.handoff, by=by, now=now)
            written = await self._floor.note(session, [moved], now=now)
        await self._floor.after([moved], written)
        return {"conversation": moved.ticket.conversation}

    async def decline(self, station: Station, of: payloads.OfHandoff) -> dict[str, Any]:
        """Let an offer go to somebody else."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            moved = await specialists.decline(session, handoff=of.handoff, by=station.member.handle, now=now)
        await self._floor.after([moved], ())
        return {}

    async def reassign(self, station: Station, reassign: payloads.Reassign) -> dict[str, Any]:
        """Give somebody who waits, or is talking, to a certain specialist."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            moved = await specialists.reassign(
                session, handoff=reassign.handoff, to=reassign.to, by=station.member.handle, now=now
            )
            written = await self._floor.note(session, [moved], now=now)
        await self._floor.after([moved], written)
        return {}

    async def transfer(self, station: Station, transfer: payloads.Transfer) -> dict[str, Any]:
        """Hand a conversation on, with what the next one should know."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            await access.require_open(session, member=station.member, conversation=transfer.conversation)
            moved = await specialists.transfer(
                session,
                conversation=transfer.conversation,
                by=station.member.handle,
                to_specialist=transfer.specialist,
                to_category=transfer.category,
                note=transfer.note or "",
                now=now,
            )
            written = await self._floor.note(session, [moved], now=now)
        await self._floor.after([moved], written)
        return {}

    async def return_to_assistant(self, station: Station, back: payloads.Return) -> dict[str, Any]:
        """Let the assistant answer again."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            await access.require_open(session, member=station.member, conversation=back.conversation)
            moved = await specialists.give_back(
                session, conversation=back.conversation, by=station.member.handle, note=back.note, now=now
            )
            written = await self._floor.note(session, [moved], now=now)
        await self._floor.after([moved], written)
        return {}

    async def wrap_up(self, station: Station, wrap: payloads.WrapUp) -> dict[str, Any]:
        """End a chat, and keep how it went."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            moved = await self._wrapped_up(session, station, wrap)
            written = await self._floor.note(session, moved, now=now)
        await self._floor.after(moved, written)
        return {}

    async def _wrapped_up(self, session: AsyncSession, station: Station, wrap: payloads.WrapUp) -> list[Moved]:
        """End it first if it is still going on: its person is told that, and is the assistant's."""
        now, by = self._clock.now(), station.member.handle
        await access.require_open(session, member=station.member, conversation=wrap.conversation)
        ticket = await tickets.latest(session, conversation=wrap.conversation)
        moved: list[Moved] = []
        if ticket is not None and ticket.state is State.ACTIVE:
            moved.append(await specialists.end(session, conversation=wrap.conversation, by=by, now=now))
        closed = await specialists.wrap_up(
            session, conversation=wrap.conversation, by=by, reason=wrap.reason, note=wrap.note, now=now
        )
        return [*moved, closed]

    # Talking

    async def say(self, station: Station, words: payloads.Words) -> dict[str, Any]:
        """Say something to the person of a conversation that the specialist owns."""
        draft = Draft(Author.SPECIALIST, station.member.name, words.id, words.text)
        async with self._database.transaction() as session:
            said = await self._said(session, station, words.conversation, draft)
        await self._floor.after((), [said])
        return {"seq": said.message.seq, "at": wire_time(said.message.at)}

    async def note(self, station: Station, words: payloads.Words) -> dict[str, Any]:
        """Write a note that colleagues see and the person never does."""
        async with self._database.transaction() as session:
            await access.require_open(session, member=station.member, conversation=words.conversation)
            note = await notes.add(
                session,
                conversation=words.conversation,
                by=station.member.handle,
                id=words.id,
                text=words.text,
                now=self._clock.now(),
            )
        self._switchboard.wake()
        return {"at": wire_time(note.at)}

    async def typing(self, station: Station, typing: payloads.Typing) -> dict[str, Any]:
        """Show the person that somebody types."""
        await self._require_held(station, typing.conversation)
        await self._fanout.tell(typing.conversation, "typing", {"from": "specialist", "on": typing.on})
        return {}

    async def seen(self, station: Station, seen: payloads.Seen) -> dict[str, Any]:
        """Show the person how far they were read."""
        await self._require_held(station, seen.conversation)
        await self._fanout.tell(seen.conversation, "seen", {"seq": seen.seq})
        return {}

    async def draft(self, station: Station, written: payloads.DraftOfPost) -> dict[str, Any]:
        """Keep a new version of the job post and show it to the person, who decides about it."""
        now, member = self._clock.now(), station.member
        async with self._database.transaction() as session:
            await self._require_held_in(session, station, written.conversation)
            saved = await drafts.save(
                session,
                conversation=written.conversation,
                base=written.base,
                fields=written.fields,
                author=DraftAuthor(DraftAuthorKind.SPECIALIST, member.name),
                now=now,
            )
            text = self._floor.notices.text(
                "desk.draft_shown", now=now, name=member.name, version=saved.version, post=saved.text
            )
            shown, kept = parted(self._floor.notices.draft_blocks(saved, now=now))
            message = Draft(
                Author.SPECIALIST, member.name, f"draft:{saved.id}:{saved.version}", text, blocks=shown, then=kept
            )
            said = await self._said(session, station, written.conversation, message)
        await self._floor.after((), [said])
        return {"version": saved.version}

    async def _said(self, session: AsyncSession, station: Station, conversation: str, draft: Draft) -> Appended:
        await access.require_open(session, member=station.member, conversation=conversation)
        return await specialists.say(
            session, conversation=conversation, by=station.member.handle, draft=draft, now=self._clock.now()
        )

    async def _require_held(self, station: Station, conversation: str) -> None:
        async with self._database.reading() as session:
            await self._require_held_in(session, station, conversation)

    async def _require_held_in(self, session: AsyncSession, station: Station, conversation: str) -> None:
        held = await tickets.held_by(session, handle=station.member.handle)
        if not any(one.conversation == conversation and one.state is State.ACTIVE for one in held):
            raise NotYours
