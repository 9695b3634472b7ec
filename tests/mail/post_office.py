"""A real SMTP server on the loopback address, which takes mail, and does wrong what a test has scripted."""

import asyncio
import contextlib
import email
import email.policy
import ssl
from collections import deque
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.patience import PATIENCE_S


@dataclass(frozen=True)
class Mail:
    """A mail that the server has taken."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()


@dataclass
class PostOffice:
    """Listens on a port of its own. Each line of `faults` is what happens to one mail:

    `mail 450`, `rcpt 550`, `data 451`: the answer to that command; `drop`: the connection ends after the data and
    nothing was taken; `lost`: the mail is taken, and the connection ends before the 250; `slow`: the answer to the data
    waits until `hurry` is set, and `stalls` tells that it does.
    """

    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    faults: deque[str] = field(default_factory=deque)
    mails: list[Mail] = field(default_factory=list)
    sessions: int = 0
    stalls: asyncio.Event = field(default_factory=asyncio.Event)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _speakers: list[SMTP] = field(default_factory=list)

    async def open(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(
            self._session, "127.0.0.1", self.port, ssl=self.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        self.hurry.set()
        for speaker in self._speakers:
            if speaker.transport is not None:
                speaker.transport.abort()
        self._speakers.clear()
        if self._server is not None:
            self._server.close()
            self._server = None

    def url(self, scheme: str = "smtp", user: str = "") -> str:
        return f"{scheme}://{user}localhost:{self.port}"

    async def has(self, number: int, *, within_s: float = PATIENCE_S) -> list[Mail]:
        """Wait until so many mails were taken."""
        async with asyncio.timeout(within_s):
            while len(self.mails) < number:
                self._news.clear()
                await self._news.wait()
        return self.mails

    #: What speaks with one client.
    speaker = SMTP

    def _session(self) -> SMTP:
        self.sessions += 1
        speaker = self.speaker(
            self,
            hostname="post.example",
            tls_context=self.starttls,
            auth_required=self.login is not None,
            auth_require_tls=True,
            authenticator=self._authenticate,
            timeout=60,
        )
        self._speakers.append(speaker)
        return speaker

    def _authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == self.login
        return AuthResult(success=known, handled=False)

    # What aiosmtpd asks its handler

    async def handle_MAIL(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if (answer := self._fault("mail")) is not None:
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if (answer := self._fault("rcpt")) is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        if (answer := self._fault("data")) is not None:
            return answer
        fault = self.faults.popleft() if self.faults and self.faults[0] in {"drop", "lost", "slow"} else None
        if fault == "drop":
            server.transport.abort()
            return "250 nobody hears this"
        if fault == "slow":
            self.stalls.set()
            with contextlib.suppress(asyncio.CancelledError):
                await self.hurry.wait()
            return "451 too late"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(Mail(envelope.mail_from, tuple(envelope.rcpt_tos), message))
        self._news.set()
        if fault == "lost":
            server.transport.abort()
        return "250 Taken"

    def _fault(self, command: str) -> str | None:
        if self.faults and self.faults[0].startswith(f"{command} "):
            return f"{self.faults.popleft().removeprefix(f'{command} ')} as scripted"
        return None
