"""Threads: what makes a reply come back to its conversation, and letters of one conversation stand together.

The contract between sending and receiving:

* `Reply-To` of every letter with a conversation is `reply+<token>@<domain>` (`ReplyTokens.address`). The token names the
  conversation, the recipient (as a keyed mark, not readable) and the key that signed it. `ReplyTokens.find` takes any
  address of an incoming mail (To, Cc, Delivered-To, the envelope's recipient) and gives a `ReplyTo`, or None where the
  address is none of ours; it raises ForgedToken where it looks like ours and is not.
* `ReplyTokens.is_for` says whether the token was issued to that sender.
* `Message-ID` of a letter is fixed before its first attempt and kept in its outbox row (`Letter.message_id`); In-Reply-To
  and References of an incoming mail are looked up with `find_letter`. Without the key nobody can guess one.
* A bounce is noted with `bot.mail.outbox.bounce`.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.mail.outbox import LETTERS, LetterState

PREFIX = "reply"
MARK_BYTES = 5  # tells recipients of one conversation apart
SIGNATURE_BYTES = 10  # 80 bits, checked online only
ID_BYTES = 16
# Of base32 in lower case, because servers may change the case: 32 bytes. `reply+` and it are 58 of at most 64 (RFC 5321).
TOKEN_CHARS = 52
KEY_NUMBERS = range(256)
REFERENCES = 20  # of the newest letters of a conversation; the header must not grow for ever

_ADDRESS = re.compile(rf"{PREFIX}\+([^@\s]+)@([^@\s]+)", re.IGNORECASE)


class ForgedToken(Refused):
    """The address looks like one of our reply addresses, and we did not issue it."""

    code = "forged_token"
    sentence = "This reply address is not one of ours."


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a reply address says: which conversation, and a mark of whom it was issued to."""

    conversation: str
    key: int
    mark: bytes


@dataclass(frozen=True, slots=True)
class ThreadHeaders:
    """How a letter hangs on earlier ones of its conversation; both empty for the first."""

    in_reply_to: str | None = None
    references: Sequence[str] = ()


class ReplyTokens:
    """Issues and reads reply addresses. The first key signs; all of them are believed, so keys can be changed."""

    def __init__(self, domain: str, keys: Mapping[int, str]) -> None:
        """Sign with the first of `keys`, secrets by number (0…255), in the order given.

        Raises ValueError for no key, and for a number out of range.
        """
        if not keys or any(number not in KEY_NUMBERS for number in keys):
            raise ValueError("reply keys need numbers from 0 to 255, and there must be one")
        self.domain = domain.lower()
        self._keys = {number: hashlib.sha256(b"reply:" + secret.encode()).digest() for number, secret in keys.items()}
        self._first = next(iter(keys))

    def address(self, conversation: str, recipient: str) -> str:
        """Make the address that replies of `recipient` come to. `conversation` is a UUID."""
        body = bytes([self._first]) + UUID(conversation).bytes + self._mark(self._first, recipient)
        return f"{PREFIX}+{_written(body + self._signature(self._first, body))}@{self.domain}"

    def find(self, address: str) -> ReplyTo | None:
        """Read a reply address; None if it is another kind of address. Raises ForgedToken."""
        match = _ADDRESS.fullmatch(address.strip())
        if match is None or match[2].lower() != self.domain:
            return None
        if len(match[1]) != TOKEN_CHARS:
            raise ForgedToken
        try:
            token = base64.b32decode(match[1].upper() + "=" * (-TOKEN_CHARS % 8))
        except (binascii.Error, ValueError) as wrong:  # ValueError: a letter that is no ASCII
            raise ForgedToken from wrong
        body, signature = token[:-SIGNATURE_BYTES], token[-SIGNATURE_BYTES:]
        number = body[0]
        if number not in self._keys or not hmac.compare_digest(signature, self._signature(number, body)):
            raise ForgedToken
        if _written(token) != match[1].lower():  # base32 leaves four bits over: one token has one spelling
            raise ForgedToken
        return ReplyTo(str(UUID(bytes=body[1 : 1 + ID_BYTES])), number, body[1 + ID_BYTES :])

    def is_for(self, reply: ReplyTo, sender: str) -> bool:
        """Tell whether the reply address was issued to this sender, whatever the case of the letters."""
        return hmac.compare_digest(reply.mark, self._mark(reply.key, sender))

    def message_id(self, key: str) -> str:
        """Make the Message-ID of the letter with this key in the outbox: always the same one, in angle brackets."""
        number = hmac.new(self._keys[self._first], b"letter:" + key.encode(), hashlib.sha256).hexdigest()[:32]
        return f"<letter.{number}@{self.domain}>"

    def _mark(self, number: int, recipient: str) -> bytes:
        folded = recipient.strip().lower().encode()
        return hmac.new(self._keys[number], b"recipient:" + folded, hashlib.sha256).digest()[:MARK_BYTES]

    def _signature(self, number: int, body: bytes) -> bytes:
        return hmac.new(self._keys[number], b"token:" + body, hashlib.sha256).digest()[:SIGNATURE_BYTES]


@dataclass(frozen=True, slots=True)
class SentLetter:
    """The letter that a mail was, by its Message-ID."""

    id: int
    key: str
    kind: str
    conversation: str | None
    address: str
    subject_data: Mapping[str, Any]


async def find_letter(session: AsyncSession, message_ids: Sequence[str]) -> SentLetter | None:
    """Find the letter of the first of these Message-IDs that is one of ours."""
    columns = ("id", "key", "kind", "conversation", "address", "subject_data")
    rows = await session.execute(
        select(LETTERS.c.message_id, *(LETTERS.c[name] for name in columns)).where(
            LETTERS.c.message_id.in_(list(message_ids))
        )
    )
    found = {row[0]: SentLetter(*row[1:]) for row in rows}
    return next((found[message_id] for message_id in message_ids if message_id in found), None)


async def thread_of(session: AsyncSession, *, conversation: str, address: str) -> ThreadHeaders:
    """Find what the next letter of a conversation to this address hangs on: the earlier ones, newest last."""
    rows = await session.scalars(
        select(LETTERS.c.message_id)
        .where(
            LETTERS.c.conversation == conversation,
            LETTERS.c.address == address,
            LETTERS.c.state == LetterState.SENT,
            LETTERS.c.message_id.is_not(None),
        )
        .order_by(LETTERS.c.sent_at.desc(), LETTERS.c.id.desc())
        .limit(REFERENCES)
    )
    earlier = list(rows)[::-1]
    return ThreadHeaders(earlier[-1], tuple(earlier)) if earlier else ThreadHeaders()


def _written(token: bytes) -> str:
    return base64.b32encode(token).decode().rstrip("=").lower()
