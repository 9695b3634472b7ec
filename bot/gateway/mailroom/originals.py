"""Originals: the whole of a mail, and the files that came with it, for those at the desk who may open its conversation.

Nothing of it is ever shown as a page: it is told as JSON or plain text, and the mail and its files are downloads.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from bot.clock import wire_time
from bot.db import Database
from bot.desk.staff import access
from bot.errors import Refused
from bot.gateway.desk.signin import DeskSignIn, NotSignedIn, refused
from bot.mail.incoming import records
from bot.mail.incoming.archive import Archive
from bot.mail.incoming.records import IncomingMail, MailFile, UnknownMail

PATH: Final = "/desk/mail"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MAIL_TYPE: Final = "application/octet-stream"  # a browser that knows message/rfc822 would show it


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """The routes."""

    database: Database
    archive: Archive
    sign_in: DeskSignIn

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(f"{PATH}/{{mail}}", self.show)
        app.router.add_get(f"{PATH}/{{mail}}/text", self.text)
        app.router.add_get(f"{PATH}/{{mail}}/raw", self.raw)
        app.router.add_get(f"{PATH}/{{mail}}/files/{{number:\\d{{1,4}}}}", self.file)

    async def show(self, request: web.Request) -> web.Response:
        """Answer with what the mail says, quotes and all, and what became of it."""
        try:
            mail, files = await self._find(request)
        except Refused as refusal:
            return _refused(refusal)
        return web.json_response(_written(mail, files), headers=HEADERS)

    async def text(self, request: web.Request) -> web.Response:
        """Answer with what the mail says as plain text, for a console to open in a tab of its own."""
        try:
            mail, _ = await self._find(request)
        except Refused as refusal:
            return _refused(refusal)
        head = f"From: {mail.sender or ''}\nDate: {wire_time(mail.received_at)}\nSubject: {mail.subject or ''}"
        return web.Response(text=f"{head}\n\n{mail.body or ''}\n", content_type="text/plain", headers=HEADERS)

    async def raw(self, request: web.Request) -> web.Response:
        """Answer with the mail as it came, to be kept as a file."""
        try:
            mail, _ = await self._find(request)
            return await self._download(mail.raw, f"{mail.id}.eml", MAIL_TYPE)
        except Refused as refusal:
            return _refused(refusal)

    async def file(self, request: web.Request) -> web.Response:
        """Answer with a file that came with the mail, to be kept as a file."""
        try:
            _, files = await self._find(request)
            wanted = next((file for file in files if file.number == int(request.match_info["number"])), None)
            if wanted is None:
                raise UnknownMail
            return await self._download(wanted.stored, wanted.name, wanted.media_type)
        except Refused as refusal:
            return _refused(refusal)

    async def _find(self, request: web.Request) -> tuple[IncomingMail, list[MailFile]]:
        signed_in = await self.sign_in.require(request)
        async with self.database.reading() as session:
            mail = await records.find(session, request.match_info["mail"])
            if mail.conversation is None:
                raise UnknownMail
            await access.require_open(session, member=signed_in.member, conversation=mail.conversation)
            return mail, await records.files_of(session, mail.id)

    async def _download(self, stored: str | None, name: str, media_type: str) -> web.Response:
        content = None if stored is None else await asyncio.to_thread(self.archive.read, stored)
        if content is None:
            raise UnknownMail
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return web.Response(
            body=content, content_type=media_type, headers={**HEADERS, "Content-Disposition": disposition}
        )


def _written(mail: IncomingMail, files: list[MailFile]) -> dict[str, Any]:
    return {
        "mail": mail.id,
        "at": wire_time(mail.received_at),
        "from": mail.sender,
        "subject": mail.subject,
        "state": mail.state,
        "reason": mail.reason,
        "conversation": mail.conversation,
        "seq": mail.seq,
        "body": mail.body,
        "raw": mail.raw is not None,
        "files": [
            {
                "number": file.number,
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "kept": file.stored is not None,
                "refused": file.refused,
            }
            for file in files
        ],
    }


def _refused(refusal: Refused) -> web.Response:
    if isinstance(refusal, NotSignedIn):
        return refused(refusal)
    status = web.HTTPNotFound if isinstance(refusal, UnknownMail) else web.HTTPForbidden
    body = {"ok": False, "code": refusal.code, "message": refusal.message}
    return web.json_response(body, status=status.status_code, headers=HEADERS)
