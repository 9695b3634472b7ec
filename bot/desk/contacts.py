"""Where answers go by mail: an address that the sign-in vouches for, or one that a code has confirmed."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import cast

from sqlalchemy import ColumnElement, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import wire_time
from bot.desk import conversations
from bot.desk.conversations import Party
from bot.desk.models import CONVERSATIONS
from bot.desk.promise import AddressCode, ContactAddress
from bot.errors import Refused
from bot.mail import outbox
from bot.marketplace import addresses
from bot.upsert import upsert

CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=15)
CODE_ATTEMPTS = 5
CODES_WINDOW = timedelta(hours=1)
CODES_OF_A_PARTY = 5  # within the window
CODES_TO_AN_ADDRESS = 5  # whoever asks: nobody's mailbox is filled through us
LETTER = "address_code"

CONTACTS = cast("Table", ContactAddress.__table__)


class Source(StrEnum):
    """How we know that an address is the person's."""

    SIGN_IN = "sign_in"
    CODE = "code"


class TooManyCodes(Refused):
    """Too many codes were asked for lately."""

    code = "rate_limited"
    sentence = "Too many codes were sent lately. Please wait a while, or use another address."


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way to an address."""

    address: str  # masked
    expires_at: datetime


class CodeAnswer(StrEnum):
    """What came of a code that was typed."""

    CONFIRMED = "confirmed"
    WRONG = "wrong_code"
    EXPIRED = "code_expired"  # or used up by attempts, or never sent


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What came of a code that was typed; an address, in full, if it was the right one."""

    answer: CodeAnswer
    address: str | None = None
    attempts_left: int = 0


def party_key(party: Party) -> str:
    """Name a party in one word."""
    return f"account:{party.account}" if party.account is not None else f"visitor:{party.visitor}"


def masked(address: str) -> str:
    """Show an address so that its owner knows it and nobody learns it: `c•••@e•••.com`."""
    name, _, domain = address.rpartition("@")
    host, dot, ending = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••{dot}{ending}"


async def know(session: AsyncSession, *, party: Party, address: str, now: datetime) -> None:
    """Keep the address that the sign-in vouches for; one that a code has confirmed gives way to it."""
    await _keep(session, party, address, Source.SIGN_IN, now)


async def address_of(session: AsyncSession, *, party: Party) -> str | None:
    """Return the address that is known to be the party's: confirmed, or registered at the embedded marketplace."""
    known = await session.scalar(select(ContactAddress.address).where(ContactAddress.party == party_key(party)))
    if known is None and party.account is not None:
        return await addresses.address_of(session, account=party.account)
    return known


async def send_code(session: AsyncSession, *, conversation: str, address: str, now: datetime) -> CodeSent:
    """Owe a letter with a code to an address that a conversation's person typed. Raises TooManyCodes.

    A code that was sent before is void.
    """
    # Under the conversation's lock: of two requests at once the second counts the first.
    await session.execute(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation).with_for_update())
    party = await conversations.party_of(session, conversation=conversation)
    key = party_key(party)
    await _require_few(session, AddressCode.party == key, most=CODES_OF_A_PARTY, now=now)
    to_address = func.lower(AddressCode.address) == address.lower()
    await _require_few(session, to_address, most=CODES_TO_AN_ADDRESS, now=now)
    await session.execute(
        update(AddressCode).where(AddressCode.party == key, AddressCode.expires_at > now).values(expires_at=now)
    )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    row = AddressCode(
        party=key,
        address=address,
        code_digest=_digest(key, address, code),
        sent_at=now,
        expires_at=now + CODE_LIFETIME,
        attempts=0,
    )
    session.add(row)
    await session.flush()  # its number names the letter
    await outbox.put(
        session,
        key=f"{LETTER}:{row.id}",
        kind=LETTER,
        address=address,
        account=party.account,
        conversation=conversation,
        subject_data={"code": code, "expires_at": wire_time(row.expires_at)},
        at=now,
    )
    return CodeSent(masked(address), row.expires_at)


async def check_code(session: AsyncSession, *, party: Party, code: str, now: datetime) -> CodeCheck:
    """Compare a typed code with the one that was sent, and keep the address if it is right.

    A wrong one is counted, so this answers instead of refusing: the transaction must be committed either way.
    """
    key = party_key(party)
    sent = (
        await session.scalars(
            select(AddressCode)
            .where(AddressCode.party == key, AddressCode.expires_at > now, AddressCode.used_at.is_(None))
            .order_by(AddressCode.id.desc())
            .limit(1)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if sent is None or sent.attempts >= CODE_ATTEMPTS:
        return CodeCheck(CodeAnswer.EXPIRED)
    sent.attempts += 1
    if not hmac.compare_digest(sent.code_digest, _digest(key, sent.address, code.strip())):
        return CodeCheck(CodeAnswer.WRONG, attempts_left=CODE_ATTEMPTS - sent.attempts)
    sent.used_at = now
    await _keep(session, party, sent.address, Source.CODE, now)
    return CodeCheck(CodeAnswer.CONFIRMED, sent.address)


async def _require_few(session: AsyncSession, which: ColumnElement[bool], *, most: int, now: datetime) -> None:
    sent = select(func.count()).select_from(AddressCode).where(which, AddressCode.sent_at > now - CODES_WINDOW)
    if (await session.scalar(sent) or 0) >= most:
        raise TooManyCodes


async def _keep(session: AsyncSession, party: Party, address: str, source: Source, now: datetime) -> None:
    known = {"address": address, "source": source, "confirmed_at": now}
    await session.execute(
        upsert(session, CONTACTS)
        .values(party=party_key(party), **known)
        .on_conflict_do_update(index_elements=["party"], set_=known)
    )


def _digest(key: str, address: str, code: str) -> str:
    return sha256(f"{key}\n{address}\n{code}".encode()).hexdigest()
