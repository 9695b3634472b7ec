"""Mails as mail programs send them, for tests of what comes in."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP

OURS = "mx.mail.example"
PASS = f"{OURS}; dmarc=pass header.from=example.com"
QUOTE = "\n\nOn Fri, Mar 6, 2026 at 5:05 PM Support <support@mail.example> wrote:\n\n> Which contract is it?\n"


def written(
    text: str = "It is the second one.",
    *,
    to: str = "support@mail.example",
    sender: str = "Anna <anna@example.com>",
    message_id: str | None = "<one@example.com>",
    authentication: str | None = PASS,
    headers: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Write a mail; a header of None is left out."""
    mail = EmailMessage(policy=SMTP)
    fields = {
        "Authentication-Results": authentication, "From": sender, "To": to, "Message-ID": message_id,
        "Subject": "Re: Your message", **(headers or {}),
    }  # fmt: skip
    for name, value in fields.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def returned(
    letter: str, *, status: str = "5.1.1", action: str = "failed", returned_as: str = "message/rfc822"
) -> bytes:
    """Write the report of a server that could not deliver the letter with this Message-ID (RFC 3464)."""
    return f"""\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@far.example>
To: bounces@mail.example
Message-ID: <report.{status}.{action}@far.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; far.example

Final-Recipient: rfc822; anna@example.com
Action: {action}
Status: {status}

--b
Content-Type: {returned_as}

From: support@mail.example
Message-ID: {letter}
Subject: An answer

The words.
--b--
""".replace("\n", "\r\n").encode()
