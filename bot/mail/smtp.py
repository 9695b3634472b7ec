"""SMTP: the server that mail is handed to, as its URL describes it."""

import contextlib
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.mail.carrier import Parcel, Rejected, ServerDown, TryLater

TIMEOUT_S = 30.0  # for each answer of the server
GOODBYE_S = 2.0
MAILS_PER_CONNECTION = 50  # servers end a connection that hands them very many
PERMANENT = 500  # replies from here on are for good (RFC 5321, 4.2.1)

#: Port, TLS from the first byte, STARTTLS. None: where the server offers it, but never for a password.
MODES: dict[str, tuple[int, bool, bool | None]] = {
    "smtp": (25, False, None),
    "smtp+starttls": (587, False, True),
    "smtps": (465, True, False),
}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where the server is, how the connection is kept private, and who we are to it."""

    host: str
    port: int
    tls: bool
    starttls: bool | None
    user: str | None = None
    password: str | None = None

    @classmethod
    def of(cls, url: str) -> "SmtpServer":
        """Read `smtp+starttls://user:password@host:587`, `smtps://…` or `smtp://…`.

        `smtp` to another machine is upgraded where the server can, and must be where a password is sent.
        Raises ValueError, without the password in it.
        """
        try:
            parts = urlsplit(url)
            port, tls, starttls = MODES[parts.scheme]
            given = parts.port
        except (KeyError, ValueError):
            raise ValueError(
                "it must read smtp://, smtps:// or smtp+starttls://, then user:password@host:port"
            ) from None
        if not parts.hostname:
            raise ValueError("it names no host")
        if starttls is None and _is_loopback(parts.hostname):
            starttls = False
        elif starttls is None and parts.password:
            starttls = True
        user = None if parts.username is None else unquote(parts.username)
        password = None if parts.password is None else unquote(parts.password)
        return cls(parts.hostname, given or port, tls, starttls, user, password)


class SmtpCarrier:
    """Hands mails to one server, over a connection that is kept while there are more of them."""

    def __init__(self, server: SmtpServer, *, name: str, ca: Path | None = None, timeout_s: float = TIMEOUT_S) -> None:
        """Say EHLO as `name`. Certificates are always checked, by `ca` (PEM) where the system does not know the authority.

        Raises OSError, ssl.SSLError for a `ca` that cannot be read.
        """
        self._server = server
        self._name = name
        self._context = ssl.create_default_context(cafile=ca)
        self._timeout_s = timeout_s
        self._connection: aiosmtplib.SMTP | None = None
        self._carried = 0

    async def carry(self, parcel: Parcel) -> None:
        """Hand a mail over. Raises TryLater, Rejected, ServerDown."""
        connection = await self._connected()
        try:
            await connection.sendmail(parcel.sender, [parcel.recipient], parcel.raw)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            self._drop()
            raise _verdict(refused.recipients[0].code) from refused
        except aiosmtplib.SMTPSenderRefused as refused:
            # It is about us, not about this mail: nothing else would be taken either.
            self._drop()
            raise ServerDown(f"sender_{refused.code}") from refused
        except aiosmtplib.SMTPResponseException as refused:
            self._drop()
            raise _verdict(refused.code) from refused
        except (aiosmtplib.SMTPTimeoutError, TimeoutError) as slow:
            self._drop()
            raise TryLater("timeout") from slow
        except (aiosmtplib.SMTPException, OSError) as gone:
            self._drop()
            raise TryLater("dropped") from gone
        except BaseException:
            self._drop()  # cut off in the middle of a mail: nobody may go on with this connection
            raise
        self._carried += 1
        if self._carried >= MAILS_PER_CONNECTION:
            await self.rest()

    async def rest(self) -> None:
        """Say goodbye."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await connection.quit(timeout=GOODBYE_S)
            connection.close()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._connection is not None and self._connection.is_connected:
            return self._connection
        server = self._server
        connection = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls,
            start_tls=server.starttls,
            username=server.user,
            password=server.password,
            tls_context=self._context,
            local_hostname=self._name,
            timeout=self._timeout_s,
        )
        try:
            await connection.connect()
        except aiosmtplib.SMTPAuthenticationError as refused:
            raise ServerDown(f"sign_in_{refused.code}") from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise ServerDown(f"greeting_{refused.code}") from refused
        except (aiosmtplib.SMTPTimeoutError, TimeoutError) as slow:
            raise ServerDown("timeout") from slow
        except (aiosmtplib.SMTPException, OSError) as gone:
            raise ServerDown(_why(gone)) from gone
        finally:
            if not connection.is_connected:
                connection.close()
        self._connection, self._carried = connection, 0
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _verdict(code: int) -> TryLater | Rejected:
    return Rejected(f"smtp_{code}") if code >= PERMANENT else TryLater(f"smtp_{code}")


def _why(gone: Exception) -> str:
    cause: BaseException | None = gone
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls"
        cause = cause.__cause__ or cause.__context__
    return "no_starttls" if isinstance(gone, aiosmtplib.SMTPException) and "STARTTLS" in str(gone) else "unreachable"


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost" or host.lower().endswith(".localhost")
