"""The carrier: what takes a mail from us, and the ways in which it may not."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail and its envelope (RFC 5321): who it comes back to, who it goes to, and its bytes."""

    message_id: str
    sender: str
    recipient: str
    raw: bytes


class NotCarried(Exception):  # noqa: N818 - what happened to a mail
    """The mail was not taken. `code` says why in a word, without anybody's data."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TryLater(NotCarried):
    """This mail was not taken now; whether it was taken may even be unknown."""


class Rejected(NotCarried):
    """This mail will never be taken."""


class ServerDown(NotCarried):
    """No mail is taken at present; this one is as good as before."""


class Carrier(Protocol):
    """Somebody who takes mails: an SMTP server, or the demo mailbox."""

    async def carry(self, parcel: Parcel) -> None:
        """Hand a mail over; it returns once the mail is the carrier's. Raises TryLater, Rejected, ServerDown."""
        ...

    async def rest(self) -> None:
        """Nothing more to carry for now."""
        ...
