"""The listener: takes mail by LMTP or SMTP, from the mail server that receives for our domain.

It belongs behind that server, which does TLS, limits senders and checks who they are; it listens on the loopback
address unless told otherwise, relays nothing, and refuses an unknown recipient before anything is sent.
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.gateway.mailroom.intake import Intake
from bot.gateway.stopping import Stop
from bot.mail.incoming.arrival import MAIL_BYTES, Arrival, Way

RECIPIENTS = 10  # of one mail
CONNECTIONS = 20
COMMANDS = 100  # of each kind in a connection
SILENCE_S = 60.0
LOOK_S = 3600.0  # it is told when to stop, and need not look
IDENT = "Milepost"

PROTOCOLS: dict[str, tuple[type[SMTP], Way]] = {"lmtp": (LMTP, Way.LMTP), "smtp": (SMTP, Way.SMTP)}

OK = "250 2.0.0 Taken"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients"
UNKNOWN_RECIPIENT = "550 5.1.1 No such address here"
TRY_LATER = "451 4.3.0 Not taken, please try again"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, and which protocol to speak."""

    way: Way
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Place":
        """Read `lmtp://127.0.0.1:2424` or `smtp://…`. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in PROTOCOLS or not parts.hostname or not parts.port:
            raise ValueError("it must read lmtp://host:port or smtp://host:port")
        return cls(PROTOCOLS[parts.scheme][1], parts.hostname, parts.port)


class Recipients:
    """What happens at each command of a connection."""

    def __init__(self, intake: Intake, way: Way) -> None:
        self._intake = intake
        self._way = way

    # The names are aiosmtpd's.

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient that we know, and no other."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return TOO_MANY_RECIPIENTS
        sender = (envelope.mail_from or "").strip("<>")  # nobody is `<>` here
        if not self._intake.expects(address, sender):
            log.info("recipient_refused", way=self._way)
            return UNKNOWN_RECIPIENT
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Known"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail; what cannot be kept now is sent again by the other side."""
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        try:
            await self._intake.take(Arrival(raw, self._way, tuple(envelope.rcpt_tos)))
        except Exception:
            log.exception("mail_not_taken", way=self._way)
            return self._each(envelope, TRY_LATER)
        return self._each(envelope, OK)

    def _each(self, envelope: Envelope, answer: str) -> str:
        """Answer once a mail, or once a recipient, as the protocol has it (RFC 2033, 4.2)."""
        return "\r\n".join([answer] * (len(envelope.rcpt_tos) if self._way is Way.LMTP else 1))


class Listener:
    """Listens until it is told to stop."""

    def __init__(self, place: Place, intake: Intake) -> None:
        self._place = place
        self._intake = intake
        self._server: asyncio.Server | None = None
        self._open: set[SMTP] = set()

    @property
    def port(self) -> int:
        """The port that is listened on; the system chooses it where none is given."""
        assert self._server is not None  # noqa: S101 - it was opened
        return int(self._server.sockets[0].getsockname()[1])

    async def open(self) -> None:
        """Begin to listen. Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self._place.host, self._place.port)
        log.info("mail_listening", way=self._place.way, host=self._place.host, port=self.port)

    async def close(self) -> None:
        """Take no more connections, and end those that are open: the other side sends again what was not answered."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._open):
            if connection.transport is not None:
                connection.transport.close()
        await self._server.wait_closed()

    async def run(self, stop: Stop) -> None:
        """Listen until it is time to stop."""
        await self.open()
        try:
            while not await stop.within(LOOK_S):
                pass
        finally:
            await self.close()

    def _connection(self) -> SMTP:
        speaks, way = PROTOCOLS[self._place.way]
        outer = self

        class Connection(speaks):  # type: ignore[misc, valid-type]
            """A connection that is counted."""

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                if len(outer._open) >= CONNECTIONS:
                    transport.close()
                    return
                outer._open.add(self)
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                if self in outer._open:
                    outer._open.discard(self)
                    super().connection_lost(error)

        return Connection(
            Recipients(self._intake, way),
            data_size_limit=MAIL_BYTES,
            enable_SMTPUTF8=True,
            ident=IDENT,
            timeout=SILENCE_S,
            command_call_limit=COMMANDS,
        )
