"""Replies from the demo mailbox: what somebody types there becomes a true mail, quoted below as mail programs do.

It goes through the same intake as any other mail; only its sender needs no server to vouch for it, because we have
written it ourselves. In demo mode only, for our own pages only.
"""

import email.policy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from aiohttp import web

from bot.errors import Refused
from bot.gateway.desk.signin import ForeignPage, require_own_page
from bot.gateway.mailroom.intake import Intake, Taken
from bot.gateway.mailroom.postbox import PATH, Shown
from bot.mail import demo_mailbox
from bot.mail.incoming.arrival import Arrival, Way

TEXT_LENGTH = 4_000
DOMAIN = "demo.invalid"  # of Message-IDs: nobody's

OUTCOMES: Mapping[str, str] = {
    "accepted": "Your reply is in the conversation.",
    "unverified": "Your reply was shown to the desk as unverified.",
    "quarantined": "Your reply belongs to no conversation and was put aside.",
    "dropped": "Your reply was dropped: there was nothing new in it.",
}


@dataclass(frozen=True, slots=True)
class DemoReplies:
    """The route behind the box below a mail of the demo mailbox."""

    intake: Intake

    def add_to(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post(rf"{PATH}/{{number:\d{{1,15}}}}/reply", self.reply)

    async def reply(self, request: web.Request) -> web.Response:
        """Send what was typed, and lead back to the mail with what became of it."""
        try:
            require_own_page(request)
        except ForeignPage as refusal:
            raise web.HTTPForbidden(text=refusal.message) from refusal
        text = str((await request.post()).get("text", "")).strip()
        if not 0 < len(text) <= TEXT_LENGTH:
            raise web.HTTPBadRequest(text=f"A reply has 1 to {TEXT_LENGTH} characters.")
        number = int(request.match_info["number"])
        taken = await self._send(number, text)
        raise web.HTTPSeeOther(f"{PATH}/{number}?replied={taken.state}")

    async def _send(self, number: int, text: str) -> Taken:
        async with self.intake.database.reading() as session:
            mail = await demo_mailbox.find(session, number)
        if mail is None:
            raise web.HTTPNotFound(text="There is no such mail.")
        try:
            raw = written(Shown.of(mail), text, self.intake.clock.now())
        except NotAnswerable as refusal:
            raise web.HTTPBadRequest(text=refusal.message) from refusal
        return await self.intake.take(Arrival(raw, Way.DEMO, vouched=True))


class NotAnswerable(Refused):
    """Replies to that mail come to nobody."""

    code = "not_answerable"
    sentence = "This mail takes no replies."


def written(mail: Shown, text: str, at: datetime) -> bytes:
    """Write the reply to a mail, with what is answered quoted below it. Raises NotAnswerable."""
    if mail.reply_to is None:
        raise NotAnswerable
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = mail.address
    reply["To"] = mail.reply_to
    reply["Subject"] = f"Re: {mail.subject.removeprefix('Re: ')}"
    reply["Date"] = format_datetime(at)
    reply["Message-ID"] = make_msgid(domain=DOMAIN)
    reply["In-Reply-To"] = reply["References"] = str(mail.message["Message-ID"])
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.body("plain").splitlines())
    reply.set_content(f"{text}\n\nOn {at:%a}, {at.day} {at:%b %Y at %H:%M}, {mail.sender} wrote:\n\n{quoted}\n")
    return reply.as_bytes()
