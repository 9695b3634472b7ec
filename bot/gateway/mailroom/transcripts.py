"""Transcripts: a person has their conversation sent to the address that is known to be theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import contacts, conversations, messages
from bot.desk.messages import Draft, Stored
from bot.desk.models import CONVERSATIONS, Author
from bot.errors import Refused
from bot.gateway.fanout import Fanout
from bot.gateway.rates import RateLimited
from bot.gateway.seats import Seat
from bot.gateway.sentences import SYSTEM_NAME, TRANSCRIPT_SENT, Sentences
from bot.mail import outbox
from bot.mail.letters.kinds import TRANSCRIPT_MESSAGES
from bot.mail.outbox import LETTERS
from bot.marketplace import addresses
from bot.marketplace.port import Marketplace
from bot.marketplace.sql import SqlMarketplace

LETTER = "transcript"
WINDOW = timedelta(hours=1)
PER_WINDOW = 3  # of one conversation
AGAIN_AFTER = timedelta(minutes=1)  # sooner it is the same request, sent again by a browser that heard nothing


class NoAddress(Refused):
    """Nobody vouched for an e-mail address."""

    code = "no_address"
    sentence = "There is no verified e-mail address to send it to."


class NotAvailable(Refused):
    """Mail is not set up here."""

    code = "not_available"
    sentence = "Mail is not set up here, so nothing was sent."


class NothingSaid(Refused):
    """The conversation is empty."""

    code = "nothing_said"
    sentence = "Nothing has been said yet, so there is nothing to send."


class TooManyTranscripts(RateLimited):
    """The conversation was mailed several times lately."""

    sentence = "This conversation was sent several times within the hour. Please wait before you ask for it again."


class Transcripts:
    """Owes transcripts as letters, and says so in the conversation."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        marketplace: Marketplace,
        sentences: Sentences,
        fanout: Fanout,
        is_mailed: bool,
    ) -> None:
        """Without `is_mailed` nobody takes our mail, and none is promised."""
        self._database = database
        self._clock = clock
        self._marketplace = marketplace
        self._sentences = sentences
        self._fanout = fanout
        self._is_mailed = is_mailed

    async def send(self, seat: Seat, *, expired: bool) -> str:
        """Owe the transcript of a seat's conversation and return its address, masked.

        Asked again within a minute it is the same transcript. Raises NoAddress, NotAvailable, NothingSaid,
        TooManyTranscripts, Closed.
        """
        address = None if expired and seat.signed_in is not None else await self._address(seat)
        if address is None:
            raise NoAddress
        if not self._is_mailed:
            raise NotAvailable
        shown, now = contacts.masked(address), self._clock.now()
        confirmation = None
        async with self._database.transaction() as session:
            # Under the conversation's lock: two requests at once are one.
            last_seq = await session.scalar(
                select(CONVERSATIONS.c.last_seq).where(CONVERSATIONS.c.id == seat.conversation).with_for_update()
            )
            page = await messages.before(session, seat.conversation, (last_seq or 0) + 1, limit=TRANSCRIPT_MESSAGES)
            said = [message for message in page.messages if not _is_confirmation(message)]
            if not said:
                raise NothingSaid
            last = page.messages[-1]
            if not (_is_confirmation(last) and last.at > now - AGAIN_AFTER):
                await _require_few(session, seat.conversation, since=now - WINDOW)
                await outbox.put(
                    session,
                    key=f"{LETTER}:{seat.conversation}:{last.seq}",
                    kind=LETTER,
                    address=address,
                    account=seat.party.account,
                    conversation=seat.conversation,
                    locale=seat.locale,
                    zone=seat.zone,
                    subject_data={"messages": _written(said)},
                    at=now,
                )
                sentence = self._sentences.speaking(seat.locale).entry(TRANSCRIPT_SENT, address=shown)
                draft = Draft(Author.SYSTEM, SYSTEM_NAME, f"{LETTER}:{last.seq}", sentence.text)
                confirmation = await conversations.say(session, conversation=seat.conversation, draft=draft, now=now)
        if confirmation is not None:
            await self._fanout.publish(confirmation.message)
        return shown

    async def _address(self, seat: Seat) -> str | None:
        """Find the address that the sign-in, our own marketplace or a typed code vouches for."""
        if seat.signed_in is not None and seat.signed_in.email is not None:
            return seat.signed_in.email
        async with self._database.reading() as session:
            registered = None
            # A marketplace of its own tells us masked addresses only; it vouches for one in the token.
            if seat.party.account is not None and isinstance(self._marketplace, SqlMarketplace):
                registered = await addresses.address_of(session, account=seat.party.account)
            return registered or await contacts.address_of(session, party=seat.party)


async def _require_few(session: AsyncSession, conversation: str, *, since: datetime) -> None:
    sent = await session.scalar(
        select(func.count()).where(
            LETTERS.c.conversation == conversation, LETTERS.c.kind == LETTER, LETTERS.c.created_at > since
        )
    )
    if (sent or 0) >= PER_WINDOW:
        raise TooManyTranscripts


def _is_confirmation(message: Stored) -> bool:
    return message.kind == Author.SYSTEM and message.client_id.startswith(f"{LETTER}:")


def _written(said: Sequence[Stored]) -> list[dict[str, str]]:
    return [
        {"at": wire_time(message.at), "kind": message.kind, "name": message.name, "text": message.text}
        for message in said
    ]
