"""The envelope: a written letter as the mail that goes out, with the headers that its reader's programs go by."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.mail.letters.writing import Unwritable, Written
from bot.mail.outbox import ADDRESS_LENGTH
from bot.mail.threads import ThreadHeaders

BOUNCES = "bounces"  # of the mail domain: where servers send back what they could not deliver
SUBJECT_LENGTH = 150

# What browsers take for an address (HTML, §4.10.5.1.5): plain ASCII, for we do not ask servers for SMTPUTF8 (RFC 6531).
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who letters are from: a name, an address, and the domain that bounces go to."""

    name: str
    address: str
    domain: str

    @property
    def returns(self) -> str:
        """The envelope's sender (RFC 5321): bounces come there."""
        return f"{BOUNCES}@{self.domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes around one letter."""

    to: str
    message_id: str
    at: datetime
    language: str
    reply_to: str | None = None
    thread: ThreadHeaders = field(default_factory=ThreadHeaders)
    by_hand: bool = False

    def enclose(self, written: Written, sender: Sender) -> bytes:
        """Make the mail: both texts, and headers that no text can break out of.

        Raises Unwritable where the address is none that mail can be sent to.
        """
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(sender.name, addr_spec=sender.address)
        mail["To"] = _address(self.to)
        if self.reply_to is not None:
            mail["Reply-To"] = Address(sender.name, addr_spec=self.reply_to)
        mail["Subject"] = written.subject[:SUBJECT_LENGTH]
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = self.message_id
        if self.thread.in_reply_to is not None:
            mail["In-Reply-To"] = self.thread.in_reply_to
            mail["References"] = " ".join(self.thread.references)
        if not self.by_hand:
            # Nobody's absence note shall answer it, and no other robot (RFC 3834, and Exchange's own header).
            mail["Auto-Submitted"] = "auto-generated"
            mail["X-Auto-Response-Suppress"] = "All"
        mail["Content-Language"] = self.language
        mail.set_content(written.text, charset="utf-8")
        mail.add_alternative(written.html, subtype="html", charset="utf-8")
        # The parts' border would be made up anew each time: the same letter is the same bytes.
        mail.set_boundary(f"=_{self.message_id.strip('<>').partition('@')[0]}")
        return mail.as_bytes()


def _address(address: str) -> Address:
    if _ADDRESS.fullmatch(address) is None or len(address) > ADDRESS_LENGTH:
        raise Unwritable("address")
    return Address(addr_spec=address)
