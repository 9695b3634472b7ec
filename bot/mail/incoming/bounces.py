"""Bounces: reports that a mail of ours did not arrive (RFC 3464), and what other servers send instead."""

import re
from dataclasses import dataclass
from email.message import Message

from bot.mail.incoming import parts
from bot.mail.incoming.headers import MESSAGE_IDS, addresses, message_ids, value

HARD_STATUS = "5.0.0"  # where a server says that it failed and not how
SOFT_STATUS = "4.0.0"
REPORTING = ("mailer-daemon", "postmaster")
RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers"})

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_OURS = re.compile(r"<letter\.[0-9a-f]{32}@[^<>\s]{1,200}>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report: which of our mails (Message-IDs that may be ours), how, and whether for good."""

    message_ids: tuple[str, ...]
    status: str  # RFC 3463, for instance 5.1.1

    @property
    def hard(self) -> bool:
        """Whether it failed for good; else it is only late."""
        return self.status.startswith("5")


def bounce_in(mail: Message) -> Bounce | None:
    """Read the report that a mail is; None if it is none."""
    if _is_report(mail):
        return Bounce(_returned(mail), _status(mail))
    if not _is_from_a_server(mail):
        return None
    # Without a report in it, its form is anybody's; it is one if it names a mail of ours, or who was not reached.
    named = tuple(_OURS.findall(_text(mail)))[:MESSAGE_IDS]
    if not named and "X-Failed-Recipients" not in mail:
        return None
    found = _STATUS.search(_text(mail))
    return Bounce(
        (*message_ids(mail, "References"), *message_ids(mail, "In-Reply-To"), *named),
        found[0] if found else HARD_STATUS,
    )


def _is_report(mail: Message) -> bool:
    kind = str(mail.get_param("report-type", "")).lower()
    return mail.get_content_type() == "multipart/report" and kind in {"delivery-status", ""}


def _is_from_a_server(mail: Message) -> bool:
    from_nobody = value(mail, "Return-Path").strip() == "<>"
    names = [address.rpartition("@")[0].lower() for address in addresses(mail, "From")]
    return from_nobody or any(name in REPORTING for name in names)


def _status(mail: Message) -> str:
    """Return the worst that the report says of any recipient."""
    found = [
        _of_recipient(field)
        for part in parts.leaves(mail)
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for field in part.get_payload()
        if isinstance(field, Message)
    ]
    return max((status for status in found if status), default=HARD_STATUS)


def _of_recipient(fields: Message) -> str:
    action = value(fields, "Action").strip().lower()
    status = _STATUS.search(value(fields, "Status"))
    if action in {"delayed", "relayed", "expanded", "delivered"}:
        return SOFT_STATUS if action == "delayed" else ""
    return status[0] if status is not None else HARD_STATUS if action == "failed" else ""


def _returned(mail: Message) -> tuple[str, ...]:
    """Find the Message-IDs of the mail that came back, wherever the report has them."""
    found = [*message_ids(mail, "In-Reply-To"), *message_ids(mail, "References")]
    for part in parts.leaves(mail):
        if part.get_content_type() not in RETURNED:
            continue
        if part.is_multipart():
            found += [
                each
                for inner in part.get_payload()
                if isinstance(inner, Message)
                for each in message_ids(inner, "Message-ID")
            ]
        else:
            found += _OURS.findall(parts.text_in(part))
    return tuple(dict.fromkeys([*found, *_OURS.findall(_text(mail))]))[:MESSAGE_IDS]


def _text(mail: Message) -> str:
    return "\n".join(parts.text_in(part) for part in parts.leaves(mail) if part.get_content_maintype() == "text")
