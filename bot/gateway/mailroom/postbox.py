"""The demo mailbox as pages: `/mail` lists what was sent, and shows each mail as its text, its HTML and its headers.

In demo mode only. A mail's HTML stands in a frame of its own that runs no script and reaches nothing.
"""

import email
import email.policy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.db import Database
from bot.gateway.mailroom.sending import Sending
from bot.gateway.pages import REVALIDATE, SECURITY_HEADERS
from bot.mail import demo_mailbox
from bot.mail.demo_mailbox import Delivered, DemoMailbox

PATH = "/mail"
TEMPLATES = Path(__file__).resolve().parent / "templates"
VIEWS = ("letter", "text", "headers")

PAGE_HEADERS = {
    **SECURITY_HEADERS,
    # Its own form may be sent, and its own mails shown in a frame.
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"].replace(
        "form-action 'none'", "form-action 'self'"
    )
    + "; frame-src 'self'",
    "Cache-Control": "no-store",
}
#: Its own frame may show a mail, and nobody else's page. Links open in a new tab; nothing else is possible.
FRAMED = "allow-popups allow-popups-to-escape-sandbox"
LETTER_HEADERS = {
    **SECURITY_HEADERS,
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'self'; sandbox {FRAMED}"
    ),
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail as the page shows it."""

    number: int
    address: str
    at: str
    sender: str
    subject: str
    message: EmailMessage

    @classmethod
    def of(cls, mail: Delivered) -> "Shown":
        """Read a mail's bytes."""
        message = email.message_from_bytes(mail.raw, policy=email.policy.default)
        return cls(mail.id, mail.address, _written(mail.at), str(message["From"]), str(message["Subject"]), message)

    @property
    def reply_to(self) -> str | None:
        """Where replies to it go; None if it takes none."""
        field = self.message["Reply-To"]
        return None if field is None else str(field.addresses[0].addr_spec)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The mail's headers, in order."""
        return [(name, str(value)) for name, value in self.message.items()]

    def body(self, subtype: str) -> str:
        """Return one of the mail's two texts."""
        part = self.message.get_body((subtype,))
        return "" if part is None else str(part.get_content())


class Postbox:
    """The pages of the demo mailbox."""

    def __init__(self, *, database: Database, sending: Sending, outcomes: Mapping[str, str] | None = None) -> None:
        """Show what `sending` brings here; where it has an SMTP server, the pages say so.

        `outcomes` are what a page says of a reply by what became of it; without them no reply can be written here.
        """
        self._database = database
        templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._list, self._mail = templates.get_template("mails.html"), templates.get_template("mail.html")
        self._style = (TEMPLATES / "mail.css").read_text("utf-8")
        self._shared = {
            "brand": sending.correspondence.sender.name,
            "elsewhere": not isinstance(sending.carrier, DemoMailbox),
            "path": PATH,
            "framed": FRAMED,
            "views": VIEWS,
            "outcomes": outcomes or {},
        }

    def add_to(self, app: web.Application) -> None:
        """Add the pages."""
        app.router.add_get(PATH, self.mails)
        app.router.add_get(f"{PATH}/style.css", self.style)
        app.router.add_get(rf"{PATH}/{{number:\d{{1,15}}}}", self.mail)
        app.router.add_get(rf"{PATH}/{{number:\d{{1,15}}}}/letter", self.letter)

    async def mails(self, request: web.Request) -> web.Response:
        """List the newest mails; of one address, if `address` names it."""
        address = request.query.get("address") or None
        async with self._database.reading() as session:
            addresses = await demo_mailbox.addresses(session)
            found = await demo_mailbox.mails(session, address=address)
        return self._page(
            self._list.render, mails=[Shown.of(mail) for mail in found], addresses=addresses, address=address
        )

    async def mail(self, request: web.Request) -> web.Response:
        """Show one mail, as its letter, its plain text or its headers."""
        shown = await self._found(request)
        view = request.query.get("view", VIEWS[0])
        if view not in VIEWS:
            raise web.HTTPNotFound(text="There is no such view.")
        return self._page(self._mail.render, mail=shown, view=view, replied=request.query.get("replied", ""))

    async def letter(self, request: web.Request) -> web.Response:
        """Serve a mail's HTML for the frame, where it can do nothing."""
        shown = await self._found(request)
        return web.Response(text=shown.body("html"), content_type="text/html", headers=LETTER_HEADERS)

    async def style(self, _request: web.Request) -> web.Response:
        """Serve the pages' style sheet."""
        headers = {"Cache-Control": REVALIDATE, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=self._style, content_type="text/css", headers=headers)

    async def _found(self, request: web.Request) -> Shown:
        async with self._database.reading() as session:
            found = await demo_mailbox.find(session, int(request.match_info["number"]))
        if found is None:
            raise web.HTTPNotFound(text="There is no such mail.")
        return Shown.of(found)

    def _page(self, render: Callable[..., str], **values: Any) -> web.Response:
        shared: Mapping[str, Any] = self._shared
        return web.Response(text=render(**shared, **values), content_type="text/html", headers=PAGE_HEADERS)


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%a} {at.day} {at:%b %Y, %H:%M} UTC"
