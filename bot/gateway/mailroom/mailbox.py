"""The mailbox: fetches mail by IMAP from a mailbox that replies are delivered to, one mail at a time.

A mail stays unseen until it is taken, so what was interrupted comes again; its Message-ID makes it one.
"""

import asyncio
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import structlog
from imap_tools.consts import MailMessageFlags
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxUnencrypted

from bot.gateway.mailroom.intake import Intake
from bot.gateway.stopping import Stop
from bot.mail.incoming.arrival import MAIL_BYTES, Arrival, Way

AT_ONCE = 50  # mails of one look
TIMEOUT_S = 30.0
FOLDER = "INBOX"
PORTS = {"imaps": 993, "imap": 143}

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Box:
    """Where the mailbox is, and who we are to it."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str

    @classmethod
    def of(cls, url: str) -> "Box":
        """Read `imaps://user:password@host/Folder`; `imap://` without TLS is for this machine only. Raises ValueError."""
        try:
            parts = urlsplit(url)
            given = parts.port
        except ValueError:
            raise ValueError("it must read imaps://user:password@host/Folder") from None
        if parts.scheme not in PORTS or not parts.hostname or not parts.username or parts.password is None:
            raise ValueError("it must read imaps://user:password@host/Folder")
        if parts.scheme == "imap" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError("without TLS a password is sent to this machine only: use imaps://")
        return cls(
            parts.hostname,
            given or PORTS[parts.scheme],
            parts.scheme == "imaps",
            unquote(parts.username),
            unquote(parts.password),
            unquote(parts.path.strip("/")) or FOLDER,
        )


class Mailbox:
    """Looks into a mailbox again and again."""

    def __init__(self, box: Box, intake: Intake, *, every_s: float) -> None:
        self._box = box
        self._intake = intake
        self._every_s = every_s

    async def run(self, stop: Stop) -> None:
        """Look until it is time to stop; a server that is away is asked again next time."""
        while True:
            try:
                await self.look(stop)
            except (OSError, ImapToolsError, imaplib.IMAP4.error) as away:
                log.warning("mailbox_unreachable", kind=type(away).__name__)
            except Exception:
                log.exception("mailbox_unreadable")
            if await stop.within(self._every_s):
                return

    async def look(self, stop: Stop | None = None) -> int:
        """Take what is new in the mailbox; return how many mails. Raises what the connection raises."""
        connection = await asyncio.to_thread(self._connect)
        taken = 0
        try:
            for uid in await asyncio.to_thread(_unseen, connection):
                if stop is not None and stop.told:
                    break
                raw = await asyncio.to_thread(_fetch, connection, uid)
                if raw is not None:
                    try:
                        await self._intake.take(Arrival(raw, Way.IMAP))
                    except Exception:  # it comes again, and the others must not wait for it
                        log.exception("mail_not_taken", way=Way.IMAP)
                        continue
                    taken += 1
                await asyncio.to_thread(connection.flag, uid, MailMessageFlags.SEEN, True)
        finally:
            await asyncio.to_thread(_goodbye, connection)
        return taken

    def _connect(self) -> BaseMailBox:
        box = self._box
        if box.tls:
            connection: BaseMailBox = MailBox(box.host, box.port, TIMEOUT_S, ssl_context=ssl.create_default_context())
        else:
            connection = MailBoxUnencrypted(box.host, box.port, TIMEOUT_S)
        try:
            connection.login(box.user, box.password, initial_folder=box.folder)
        except BaseException:
            connection.client.shutdown()
            raise
        return connection


def _unseen(connection: BaseMailBox) -> list[str]:
    return connection.uids("UNSEEN")[:AT_ONCE]


def _fetch(connection: BaseMailBox, uid: str) -> bytes | None:
    """Fetch a mail as it is, without marking it; one over the limit stays in the mailbox for people to look at."""
    sizes = connection.client.uid("FETCH", uid, "(RFC822.SIZE)")[1]
    size = next((int(found[1]) for line in sizes if isinstance(line, bytes) and (found := _SIZE.search(line))), 0)
    if size > MAIL_BYTES:
        log.warning("mail_too_large", way=Way.IMAP, size=size)
        return None
    return next(_literals(connection.client.uid("FETCH", uid, "(BODY.PEEK[])")[1]), None)


def _literals(answer: list[object]) -> Iterator[bytes]:
    for line in answer:
        if isinstance(line, tuple) and len(line) > 1 and isinstance(line[1], bytes):
            yield line[1]


def _goodbye(connection: BaseMailBox) -> None:
    try:
        connection.logout()
    except (OSError, ImapToolsError, imaplib.IMAP4.error):
        log.info("mailbox_left_in_silence")
