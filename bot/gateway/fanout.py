"""Fan-out: every socket reads its conversation's log in order, from its own place in it.

A message that was stored here is handed on at once; what another gateway stored is found by the poll.
Either way a socket gets message n + 1 only after n, so nothing is lost, doubled or reordered.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from itertools import batched
from typing import Any

import structlog

from bot.db import Database
from bot.desk import conversations, messages
from bot.desk.messages import Stored
from bot.gateway.seats import Seat
from bot.gateway.sentences import WITHHELD, Sentences
from bot.gateway.signin import Tokens
from bot.gateway.stopping import Stop

CONVERSATIONS_PER_QUERY = 500

type Emit = Callable[[str, Any, str], Awaitable[None]]  # event, payload, sid

log = structlog.get_logger(__name__)


class Fanout:
    """The seats of this gateway and what they have been told."""

    def __init__(self, *, database: Database, tokens: Tokens, sentences: Sentences, emit: Emit, poll_s: float) -> None:
        self._database = database
        self._tokens = tokens
        self._sentences = sentences
        self.emit = emit
        self._poll_s = poll_s
        self._seats: dict[str, Seat] = {}
        self._rooms: defaultdict[str, set[Seat]] = defaultdict(set)
        self._heads: dict[str, int] = {}
        self._behind: set[str] = set()
        self._wake = asyncio.Event()
        self._listeners: list[Callable[[Stored], Awaitable[None]]] = []

    def seats(self) -> list[Seat]:
        """Return all seats."""
        return list(self._seats.values())

    def seat(self, sid: str) -> Seat | None:
        """Find the seat of a socket."""
        return self._seats.get(sid)

    def room(self, conversation: str) -> list[Seat]:
        """Return the seats of a conversation."""
        return list(self._rooms.get(conversation, ()))

    def take(self, seat: Seat) -> None:
        """Give a socket its seat, instead of the one it had; it hears nothing before it enters."""
        self.leave(seat.sid)
        self._seats[seat.sid] = seat

    def enter(self, seat: Seat) -> None:
        """Let a socket follow its conversation from its cursor on."""
        self._rooms[seat.conversation].add(seat)
        self.look(seat.conversation)

    def leave(self, sid: str) -> None:
        """Forget a socket."""
        seat = self._seats.pop(sid, None)
        if seat is None:
            return
        room = self._rooms.get(seat.conversation, set())
        room.discard(seat)
        if not room:
            self._rooms.pop(seat.conversation, None)
            self._heads.pop(seat.conversation, None)

    def listen(self, hear: Callable[[Stored], Awaitable[None]]) -> None:
        """Have somebody hear every message that is published here."""
        self._listeners.append(hear)

    def look(self, conversation: str) -> None:
        """Have the pump read a conversation's log now."""
        self._behind.add(conversation)
        self.wake()

    async def publish(self, message: Stored) -> None:
        """Hand on a message that was just committed."""
        self._heads[message.conversation] = max(message.seq, self._heads.get(message.conversation, 0))
        for seat in tuple(self._rooms.get(message.conversation, ())):
            await self._give(seat, message)
            if seat.cursor < message.seq:
                self.look(message.conversation)
        for hear in self._listeners:
            await hear(message)

    async def tell(self, conversation: str, event: str, payload: Any, *, but: str | None = None) -> None:
        """Tell the sockets of a conversation something that is not kept (typing)."""
        for seat in tuple(self._rooms.get(conversation, ())):
            if seat.sid != but:
                await self.emit(event, payload, seat.sid)

    async def beat(self) -> None:
        """Tell every socket how far its conversation has come, so that a deaf one notices."""
        for seat in self.seats():
            last_seq = max(seat.cursor, self._heads.get(seat.conversation, 0))
            await self.emit("beat", {"last_seq": last_seq}, seat.sid)

    def wire(self, seat: Seat, message: Stored) -> dict[str, Any]:
        """Write a message as this socket may see it: a personal one is withheld after its sign-in ran out.

        Its number stays, so the thread has no gap; the message itself comes with the next welcome.
        """
        written = message.wire()
        if message.personal and seat.expired(self._tokens.now()):
            sentence = self._sentences.speaking(seat.locale).entry(WITHHELD)
            seat.withheld_from = min(seat.withheld_from or message.seq, message.seq)
            written |= {"text": sentence.text, "blocks": []}
        return written

    def wake(self) -> None:
        """Have the pump look what is to be done."""
        self._wake.set()

    async def run(self, stop: Stop, ended: Callable[[str], Awaitable[None]]) -> None:
        """Read the logs of conversations that are behind, until told to stop and woken; say which have ended."""
        loop = asyncio.get_running_loop()
        polled = loop.time()
        while not stop.told:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._poll_s)
            self._wake.clear()
            behind, self._behind = self._behind, set()
            if loop.time() - polled >= self._poll_s:
                behind, polled = set(self._rooms), loop.time()
            try:
                await self._read(behind, ended)
            except Exception:
                log.exception("log_unreadable")
                self._behind |= behind
                await stop.within(self._poll_s)

    async def _read(self, behind: Iterable[str], ended: Callable[[str], Awaitable[None]]) -> None:
        for some in batched([room for room in behind if room in self._rooms], CONVERSATIONS_PER_QUERY):
            async with self._database.reading() as session:
                heads, over = await conversations.heads(session, some)
            self._heads |= heads
            for conversation in some:
                await self._catch_up(conversation)
            for conversation in over:
                await ended(conversation)

    async def _catch_up(self, conversation: str) -> None:
        for seat in tuple(self._rooms.get(conversation, ())):
            while seat.cursor < self._heads.get(conversation, 0) and self._seats.get(seat.sid) is seat:
                async with self._database.reading() as session:
                    page = await messages.after(session, conversation, seat.cursor)
                for message in page.messages:
                    await self._give(seat, message)
                if not page.messages:
                    break

    async def _give(self, seat: Seat, message: Stored) -> None:
        async with seat.lock:
            if message.seq != seat.cursor + 1 or message.conversation != seat.conversation:
                return
            seat.cursor = message.seq
            await self.emit("message", self.wire(seat, message), seat.sid)
