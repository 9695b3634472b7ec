"""Opened: a mail taken apart into what is needed to judge it, and to show it."""

import hashlib
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from bot.mail.incoming import headers, parts
from bot.mail.incoming.arrival import MAIL_BYTES
from bot.mail.incoming.automatic import automatic_reason
from bot.mail.incoming.bounces import Bounce, bounce_in
from bot.mail.incoming.headers import Unreadable
from bot.mail.incoming.parts import Enclosed
from bot.mail.incoming.verdicts import Reason
from bot.mail.replies.reply import Reply, reply_in

SUBJECT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Opened:
    """What a mail says, none of it believed yet."""

    message_id: str
    sender: str
    subject: str
    recipients: tuple[str, ...]
    answers: tuple[str, ...]  # Message-IDs: In-Reply-To, then References, the newest first
    authentication: tuple[str, ...]  # Authentication-Results, the newest first
    automatic: Reason | None
    bounce: Bounce | None
    reply: Reply
    files: tuple[Enclosed, ...]


def open_mail(raw: bytes) -> Opened:
    """Take a mail apart, in time and memory that its size bounds. Raises Unreadable."""
    if len(raw) > MAIL_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    headers.require_sound(_head(raw))
    parts.require_few(raw)
    try:
        mail = BytesParser(policy=compat32).parsebytes(raw)
        return _opened(mail, raw)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError) as wrong:
        # What the standard library trips over in a mail's headers is the mail's fault.
        raise Unreadable(Reason.MALFORMED_HEADERS) from wrong


def name_of(raw: bytes) -> str:
    """Name a mail that has no Message-ID by its content, so that the same one is known again."""
    return f"<{hashlib.sha256(raw).hexdigest()}@content.invalid>"


def _opened(mail: Message, raw: bytes) -> Opened:
    headers.require_single(mail)
    bounce = bounce_in(mail)
    return Opened(
        message_id=next(iter(headers.message_ids(mail, "Message-ID")), name_of(raw)),
        # Reports on delivery may come from nobody; what they report on is told by our own Message-ID.
        sender="" if bounce is not None else headers.sender(mail),
        subject=parts.storable(headers.value(mail, "Subject"))[:SUBJECT_LENGTH],
        recipients=tuple(headers.addresses(mail, "Delivered-To", "X-Original-To", "To", "Cc")),
        answers=(*headers.message_ids(mail, "In-Reply-To"), *headers.message_ids(mail, "References")[::-1]),
        authentication=tuple(headers.values(mail, "Authentication-Results")),
        automatic=automatic_reason(mail),
        bounce=bounce,
        reply=reply_in(parts.body_of(mail)),
        files=tuple(parts.files_of(mail)),
    )


def _head(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends)] if ends else raw
