"""Arrival: a mail as it came through one of the doors, before anybody has looked into it."""

from dataclasses import dataclass
from enum import StrEnum

MAIL_BYTES = 25 * 1024 * 1024  # the largest mail that is taken, as Gmail and Outlook allow it


class Way(StrEnum):
    """Which door a mail came through."""

    LMTP = "lmtp"
    SMTP = "smtp"
    IMAP = "imap"
    HTTP = "http"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail's bytes, whom the envelope says it is for, and the door.

    `vouched` is true for the demo mailbox alone, where we have written the mail's sender ourselves.
    """

    raw: bytes
    way: Way
    recipients: tuple[str, ...] = ()
    vouched: bool = False
