"""Headers: a mail's header fields as plain text, and what can be wrong with them."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from bot.mail.incoming.verdicts import Reason
from bot.mail.outbox import ADDRESS_LENGTH

HEADER_BYTES = 128 * 1024  # all fields together
HEADER_LINES = 1_000
VALUE_LENGTH = 8_192  # of one field, as far as it is read
MESSAGE_IDS = 100  # of a References field
MESSAGE_ID_LENGTH = 320

# Of these there is one at most (RFC 5322, 3.6); whoever sends two hopes that two programs read different ones.
SINGLE = ("From", "Sender", "Message-ID", "In-Reply-To", "References", "Subject", "Date", "To", "Cc", "Content-Type")

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,318}>")


class Unreadable(Exception):  # noqa: N818 - what it tells of is the mail
    """A mail that is not read any further, with the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def require_sound(head: bytes) -> None:
    """Refuse header fields that are too many, or that hide something from one reader or another. Raises Unreadable."""
    if len(head) > HEADER_BYTES or head.count(b"\n") > HEADER_LINES:
        raise Unreadable(Reason.TOO_MANY_HEADERS)
    # A carriage return or a NUL within a line is where programs disagree on what a line is.
    if b"\x00" in head or b"\r" in head.replace(b"\r\n", b""):
        raise Unreadable(Reason.MALFORMED_HEADERS)


def require_single(mail: Message) -> None:
    """Refuse a mail with a field twice that must be there once. Raises Unreadable."""
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118 - a Message is no dict
    if any(names.count(single.lower()) > 1 for single in SINGLE):
        raise Unreadable(Reason.MALFORMED_HEADERS)


def values(mail: Message, name: str) -> list[str]:
    """Return the values of a field on one line each, words decoded."""
    return [_decoded(str(value)) for value in mail.get_all(name, [])]


def value(mail: Message, name: str) -> str:
    """Return the value of a field, empty if it is not there."""
    return next(iter(values(mail, name)), "")


def sender(mail: Message) -> str:
    """Return the one address that the mail is from. Raises Unreadable."""
    raw = str(mail.get("From", ""))
    shown = _decoded(raw)
    if _CONTROL.search(shown):
        raise Unreadable(Reason.MALFORMED_HEADERS)
    # The addresses are read before words are decoded: an encoded word is never an address.
    addresses = [address for _, address in getaddresses([_unfolded(raw)[:VALUE_LENGTH]]) if address]
    if len(addresses) != 1 or not is_address(addresses[0]):
        raise Unreadable(Reason.NO_SENDER)
    return addresses[0]


def addresses(mail: Message, *names: str) -> list[str]:
    """Return all addresses of these fields."""
    fields = [_unfolded(str(value))[:VALUE_LENGTH] for name in names for value in mail.get_all(name, [])]
    return [address for _, address in getaddresses(fields) if address]


def message_ids(mail: Message, name: str) -> list[str]:
    """Return the Message-IDs that stand in a field."""
    return _MESSAGE_ID.findall(_unfolded(str(mail.get(name, "")))[: MESSAGE_IDS * MESSAGE_ID_LENGTH])[:MESSAGE_IDS]


def is_address(address: str) -> bool:
    """Tell whether it is one address and nothing besides."""
    name, at, domain = address.rpartition("@")
    fits = bool(name and at and domain) and len(address) <= ADDRESS_LENGTH
    return fits and address.isprintable() and not any(sign in address for sign in " \t\r\n<>,;")


def _unfolded(raw: str) -> str:
    return re.sub(r"\r?\n[ \t]+", " ", raw).strip()


def _decoded(raw: str) -> str:
    plain = _unfolded(raw)[:VALUE_LENGTH]
    try:
        return str(make_header(decode_header(plain)))
    except (HeaderParseError, LookupError, ValueError):
        return plain.encode("utf-8", "replace").decode("utf-8")
