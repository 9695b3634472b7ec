"""The postman: takes letters that are due from the outbox, one at a time, and hands them to a carrier.

Nothing is open while the carrier is waited for. A mail that the server took and whose commit was lost is sent again
with the same Message-ID; everything else is sent once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.mail import leases
from bot.mail.carrier import Carrier, Parcel, Rejected, ServerDown, TryLater
from bot.mail.leases import Bounds, Seen, Taken
from bot.mail.letters.envelope import Envelope, Sender
from bot.mail.letters.kinds import KINDS
from bot.mail.letters.words import language_of
from bot.mail.letters.writing import Unwritable, Writer
from bot.mail.threads import ReplyTokens

PATIENCE_S = 120.0  # for one attempt; well within leases.LEASE
RETRY_FIRST = timedelta(seconds=30)
RETRY_LONGEST = timedelta(hours=1)
JITTER = 0.2  # of a wait, so that what failed together is not tried together
REST_FIRST_S, REST_LONGEST_S = 5.0, 300.0  # while the server is down

log = structlog.get_logger(__name__)


#: Hears of a mail that is given up, and why by its code, in the transaction that gives it up.
type GivenUp = Callable[[AsyncSession, Taken, str, datetime], Awaitable[None]]


class Stopping(Protocol):
    """Something that pauses and hears that it is time to stop."""

    @property
    def told(self) -> bool:
        """Whether it is time to stop."""
        ...

    async def within(self, seconds: float) -> bool:
        """Pause; true, and sooner, if it is time to stop."""
        ...


def retry_after(attempt: int, jitter: float) -> timedelta:
    """Tell how long to wait after so many attempts: doubling, up to an hour. `jitter` is from 0 to 1."""
    doublings = min(attempt - 1, 16)
    wait = min(RETRY_FIRST * (1 << doublings), RETRY_LONGEST)
    return wait * (1 - JITTER + 2 * JITTER * jitter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """What makes a letter a mail of ours: its words, its sender, and the addresses that replies come to."""

    writer: Writer
    sender: Sender
    tokens: ReplyTokens

    def parcel(self, taken: Taken, clock: Clock) -> Parcel:
        """Write the mail. Raises Unwritable."""
        first = taken.first
        written = self.writer.write(
            first.kind,
            [letter.subject_data for letter in taken.letters],
            locale=first.locale,
            zone=first.zone,
            answerable=first.conversation is not None,
        )
        envelope = Envelope(
            to=first.address,
            message_id=taken.message_id,
            at=clock.now(),
            language=language_of(first.locale),
            reply_to=None if first.conversation is None else self.tokens.address(first.conversation, first.address),
            thread=taken.thread,
            by_hand=KINDS[first.kind].by_hand,
        )
        return Parcel(taken.message_id, self.sender.returns, first.address, envelope.enclose(written, self.sender))


class Postman:
    """Empties the outbox. Any number of them may run, in one process or in many."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        correspondence: Correspondence,
        jitter: Callable[[], float],
        bounds: Bounds | None = None,
        seen: Seen | None = None,
        given_up: GivenUp | None = None,
        every_s: float = 2.0,
        rest_s: float = REST_FIRST_S,
    ) -> None:
        """Look for letters every `every_s`; after a failed connection rest for `rest_s`, doubling."""
        self.name = str(uuid4())  # that leases are held under
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._correspondence = correspondence
        self._jitter = jitter
        self._bounds = bounds or Bounds()
        self._seen = seen
        self._given_up = given_up
        self._every_s = every_s
        self._rest_s = rest_s

    async def run(self, stop: Stopping) -> None:
        """Send what is due, again and again until told to stop."""
        wait, down = self._every_s, 0
        while not await stop.within(wait):
            wait = self._every_s
            try:
                await self.deliver(stop)
                down = 0
            except ServerDown as refused:
                wait = min(self._rest_s * 2**down, REST_LONGEST_S)
                down = min(down + 1, 16)
                log.warning("mail_server_down", code=refused.code, again_in_s=wait)
            except Exception:
                log.exception("mail_not_delivered")

    async def deliver(self, stop: Stopping) -> int:
        """Send what is due now and count the mails. Raises ServerDown."""
        carried = 0
        try:
            while not stop.told and (taken := await self._next()) is not None:
                carried += await self._carry(taken)
        finally:
            await self._carrier.rest()
        return carried

    async def _next(self) -> Taken | None:
        now = self._clock.now()
        async with self._database.reading() as session:
            if not await leases.are_due(session, bounds=self._bounds, now=now):
                return None
        async with self._database.transaction() as session:
            return await leases.take(
                session,
                by=self.name,
                bounds=self._bounds,
                message_id=self._correspondence.tokens.message_id,
                seen=self._seen,
                now=now,
            )

    async def _carry(self, taken: Taken) -> bool:
        told = {"letter": taken.first.id, "kind": taken.first.kind, "attempt": taken.attempt}
        try:
            parcel = self._correspondence.parcel(taken, self._clock)
            async with asyncio.timeout(PATIENCE_S):
                await self._carrier.carry(parcel)
        except Unwritable:
            log.exception("letter_unwritable", **told)
            await self._give_up(taken, "unwritable")
        except Rejected as refused:
            log.warning("letter_rejected", code=refused.code, **told)
            await self._give_up(taken, refused.code)
        except ServerDown as refused:
            async with self._database.transaction() as session:
                await leases.give_back(session, taken, by=self.name, code=refused.code)
            raise
        except (TryLater, TimeoutError) as refused:
            await self._later(taken, refused.code if isinstance(refused, TryLater) else "timeout")
        else:
            async with self._database.transaction() as session:
                await leases.sent(session, taken, now=self._clock.now())
            log.info("letter_sent", **told)
            return True
        return False

    async def _later(self, taken: Taken, code: str) -> None:
        if taken.attempt >= self._bounds.attempts:
            log.error("letter_dead", letter=taken.first.id, kind=taken.first.kind, code=code)
            await self._give_up(taken, code)
            return
        at = self._clock.now() + retry_after(taken.attempt, self._jitter())
        log.info("letter_later", letter=taken.first.id, kind=taken.first.kind, code=code, attempt=taken.attempt)
        async with self._database.transaction() as session:
            await leases.later(session, taken, by=self.name, code=code, at=at)

    async def _give_up(self, taken: Taken, code: str) -> None:
        now = self._clock.now()
        async with self._database.transaction() as session:
            if await leases.give_up(session, taken, by=self.name, code=code) and self._given_up is not None:
                await self._given_up(session, taken, code, now)
