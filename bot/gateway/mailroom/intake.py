"""Intake: every mail that comes in, through whichever door, is read, judged, kept, and told of."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.desk import mailed
from bot.desk.messages import Block, Stored
from bot.desk.timetable import Timetable
from bot.gateway.mailroom import telling
from bot.mail import outbox
from bot.mail.incoming import records
from bot.mail.incoming.archive import Archive
from bot.mail.incoming.arrival import Arrival
from bot.mail.incoming.files import judged
from bot.mail.incoming.headers import Unreadable
from bot.mail.incoming.matching import Match, match
from bot.mail.incoming.opened import Opened, name_of, open_mail
from bot.mail.incoming.records import IncomingMail, KeptFile
from bot.mail.incoming.senders import is_authenticated
from bot.mail.incoming.verdicts import STATES, Reason, State
from bot.mail.letters.envelope import BOUNCES
from bot.mail.threads import ForgedToken, ReplyTokens, find_letter

AT_ONCE = 4  # mails that are read at the same time: each may be as large as a mail may be
TEXT_LENGTH = 10_000  # of a message; the whole mail is one click away
BODY_LENGTH = 200_000
BLOCK = "mail"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail. `new` is false where the same one came before."""

    state: State
    reason: Reason | None = None
    mail: str | None = None
    new: bool = True


class _CameMeanwhile(Exception):  # noqa: N818 - it undoes the transaction, and is no error
    """The same mail came through another door while this one was being judged."""


@dataclass(slots=True)
class _Outcome:
    """A mail's row as it is being filled in, and whom to tell after the commit."""

    row: IncomingMail
    said: Stored | None = None
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes mail in. `server` is the name under which the receiving server vouches for senders; empty: none does."""

    database: Database
    clock: Clock
    tokens: ReplyTokens
    archive: Archive
    timetable: Timetable
    server: str
    publish: Callable[[Stored], Awaitable[None]]
    wake: Callable[[], None]
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def expects(self, recipient: str, sender: str) -> bool:
        """Tell whether a mail to this address may be for us; reports on delivery come from nobody. Reads no row."""
        if recipient.lower() == f"{BOUNCES}@{self.tokens.domain}":
            return not sender
        try:
            return self.tokens.find(recipient) is not None
        except ForgedToken:
            return False

    async def take(self, arrival: Arrival) -> Taken:
        """Take a mail in, once. Raises what the database raises, and then nothing was done: it may come again."""
        async with self.reading:
            return await self._take(arrival)

    async def _take(self, arrival: Arrival) -> Taken:
        opened: Opened | None = None
        unreadable: Reason | None = None
        try:
            opened = await asyncio.to_thread(open_mail, arrival.raw)
        except Unreadable as wrong:
            unreadable = wrong.reason
        message_id = name_of(arrival.raw) if opened is None else opened.message_id
        async with self.database.reading() as session:
            if await records.came_before(session, message_id):
                log.info("mail_came_again", way=arrival.way)
                return Taken(State.DROPPED, new=False)
        row = self._row(arrival, message_id)
        files = await asyncio.to_thread(self._kept, arrival, opened, row)
        outcome: _Outcome | None = None
        try:
            async with self.database.transaction() as session:
                judging = _Outcome(row)
                if opened is None:
                    _put_aside(row, unreadable or Reason.MALFORMED_HEADERS)
                else:
                    await self._judge(session, arrival, opened, files, judging)
                await _record(session, row, files)
            outcome = judging
        except _CameMeanwhile:
            return Taken(State.DROPPED, new=False)
        finally:
            if outcome is None:
                await asyncio.to_thread(self.archive.drop, _names(row, files))
        await self._tell(outcome)
        log.info("mail_taken", way=arrival.way, state=row.state, reason=row.reason, matched_by=row.matched_by)
        return Taken(State(row.state), None if row.reason is None else Reason(row.reason), row.id)

    def _row(self, arrival: Arrival, message_id: str) -> IncomingMail:
        return IncomingMail(
            id=str(uuid4()),
            message_id=message_id,
            way=arrival.way,
            received_at=self.clock.now(),
            size=len(arrival.raw),
            state=State.QUARANTINED,
        )

    def _kept(self, arrival: Arrival, opened: Opened | None, row: IncomingMail) -> list[KeptFile]:
        """Write the mail and its files to the disk; a mail over the limit is not kept, because nobody would read it."""
        if opened is not None or len(arrival.raw) <= BODY_LENGTH:
            row.raw = self.archive.keep(arrival.raw)
        files = judged(() if opened is None else opened.files)
        return [KeptFile(file, None if file.content is None else self.archive.keep(file.content)) for file in files]

    async def _judge(
        self, session: AsyncSession, arrival: Arrival, mail: Opened, files: Sequence[KeptFile], outcome: _Outcome
    ) -> None:
        row = outcome.row
        row.sender, row.subject, row.body = mail.sender or None, mail.subject, mail.reply.original[:BODY_LENGTH]
        if mail.bounce is not None:
            await self._bounced(session, mail, outcome)
            return
        if mail.automatic is not None:
            _put_aside(row, mail.automatic)
            return
        try:
            found = await match(
                session,
                self.tokens,
                addresses=(*arrival.recipients, *mail.recipients),
                answers=mail.answers,
                sender=mail.sender,
            )
        except ForgedToken:
            _put_aside(row, Reason.FORGED_TOKEN)
            return
        addressee = None if found is None else await mailed.addressee(session, conversation=found.conversation)
        if found is None or addressee is None:
            _put_aside(row, Reason.NO_THREAD)
            return
        row.conversation, row.matched_by = found.conversation, found.by
        reason = self._doubt(arrival, mail, found, addressee.address)
        if reason is not None:
            _put_aside(row, reason)
            text = telling.unverified(mail, reason, row.received_at)
            await mailed.note(session, conversation=found.conversation, mail=row.id, text=text, now=row.received_at)
            outcome.told = True
        elif not mail.reply.text.strip() and not files:
            _put_aside(row, Reason.EMPTY)
        else:
            await self._accept(session, mail, found, files, outcome)

    def _doubt(self, arrival: Arrival, mail: Opened, found: Match, address: str | None) -> Reason | None:
        """Tell why the mail is not believed to be the person's."""
        if not found.to_sender:
            return Reason.OTHER_RECIPIENT
        if address is None or address.lower() != mail.sender.lower():
            return Reason.FOREIGN_SENDER
        if arrival.vouched or is_authenticated(mail.sender, mail.authentication, server=self.server):
            return None
        return Reason.NOT_AUTHENTICATED

    async def _accept(
        self, session: AsyncSession, mail: Opened, found: Match, files: Sequence[KeptFile], outcome: _Outcome
    ) -> None:
        row = outcome.row
        names = "\n".join(file.judged.name for file in files)
        said = await mailed.say(
            session,
            conversation=found.conversation,
            mail=row.id,
            text=mail.reply.text.strip("\n")[:TEXT_LENGTH] or names,
            block=_block(row.id, mail, files),
            reference=found.reference,
            timetable=self.timetable,
            now=row.received_at,
        )
        message = said.appended.message
        row.state, row.conversation, row.seq = State.ACCEPTED, message.conversation, message.seq
        outcome.said, outcome.told = message, True

    async def _bounced(self, session: AsyncSession, mail: Opened, outcome: _Outcome) -> None:
        row, bounce = outcome.row, mail.bounce
        _put_aside(row, Reason.BOUNCE)
        letter = None if bounce is None else await find_letter(session, bounce.message_ids)
        if letter is None or bounce is None:
            return
        if bounce.hard:
            code, at = bounce.status, row.received_at
            for message_id in bounce.message_ids:
                await outbox.bounce(session, message_id=message_id, code=code, at=at)
        row.conversation = letter.conversation
        if letter.conversation is None or await mailed.addressee(session, conversation=letter.conversation) is None:
            return
        text = telling.bounced(bounce, letter.address)
        await mailed.note(session, conversation=letter.conversation, mail=row.id, text=text, now=row.received_at)
        if bounce.hard:
            reference = letter.subject_data.get("reference")
            await mailed.reopen(
                session,
                conversation=letter.conversation,
                reference=reference if isinstance(reference, str) else None,
                timetable=self.timetable,
                now=row.received_at,
            )
        outcome.told = True

    async def _tell(self, outcome: _Outcome) -> None:
        if outcome.said is not None:
            await self.publish(outcome.said)
        if outcome.told:
            self.wake()

    async def forget(self, before: datetime, *, orphans_s: float) -> int:
        """Take out what came in before then; return how many files went."""
        async with self.database.transaction() as session:
            names = await records.forget(session, before=before)
        await asyncio.to_thread(self.archive.drop, names)
        return len(names) + await asyncio.to_thread(self.archive.drop_older, orphans_s)


async def _record(session: AsyncSession, row: IncomingMail, files: Sequence[KeptFile]) -> None:
    if not await records.record(session, row, files):
        raise _CameMeanwhile


def _put_aside(row: IncomingMail, reason: Reason) -> None:
    row.state, row.reason = STATES[reason], reason


def _block(mail: str, opened: Opened, files: Sequence[KeptFile]) -> Block:
    """Say in the message that it came by mail, and what came with it; the original is at `/desk/mail/{mail}`."""
    return {
        "type": BLOCK,
        "mail": mail,
        "shortened": opened.reply.shortened or len(opened.reply.text) > TEXT_LENGTH,
        "files": [
            {
                "number": number,
                "name": file.judged.name,
                "media_type": file.judged.media_type,
                "size": file.judged.size,
                "kept": file.stored is not None,
            }
            for number, file in enumerate(files)
        ],
    }


def _names(row: IncomingMail, files: Sequence[KeptFile]) -> list[str]:
    return [name for name in (row.raw, *(file.stored for file in files)) if name is not None]
