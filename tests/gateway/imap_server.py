"""A small IMAP server (RFC 9051) with one mailbox: enough of it to be fetched from, and real bytes on a real socket."""

import asyncio
import re
from dataclasses import dataclass, field

from tests.patience import PATIENCE_S


@dataclass
class ImapServer:
    """Holds mails by number; `seen` are those that somebody has marked so."""

    mails: dict[int, bytes] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)  # what it says of mails, where that is not so
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    password: str = "a password"
    port: int = 0
    refusals: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    _server: asyncio.Server | None = None

    async def open(self) -> "ImapServer":
        self._server = await asyncio.start_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        self._server.close()

    async def refused(self, times: int) -> None:
        """Wait until so many sign-ins were refused."""
        async with asyncio.timeout(PATIENCE_S):
            for _ in range(times):
                await self.refusals.acquire()

    @property
    def url(self) -> str:
        return f"imap://anna:a%20password@127.0.0.1:{self.port}/Replies"

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while line := (await reader.readline()).decode():
            tag, _, command = line.strip().partition(" ")
            self.commands.append(command)
            for answer in self._answers(command):
                writer.write(answer + b"\r\n")
            refused = command.startswith("LOGIN") and self.password not in command
            if refused:
                self.refusals.release()
            writer.write(f"{tag} {'NO wrong' if refused else 'OK done'}\r\n".encode())
            if command == "LOGOUT":
                break
        writer.close()
        await writer.wait_closed()

    def _answers(self, command: str) -> list[bytes]:
        number = int(found[1]) if (found := re.match(r"UID (?:FETCH|STORE) (\d+)", command)) else 0
        match command.split(" ")[:2]:
            case ["CAPABILITY", *_]:
                return [b"* CAPABILITY IMAP4rev1"]
            case ["SELECT", _]:
                return [f"* {len(self.mails)} EXISTS".encode(), b"* FLAGS (\\Seen)"]
            case ["UID", "SEARCH"]:
                unseen = sorted(self.mails.keys() - self.seen)
                return [b"* SEARCH " + " ".join(map(str, unseen)).encode()]
            case ["UID", "FETCH"] if "RFC822.SIZE" in command:
                size = self.sizes.get(number, len(self.mails[number]))
                return [f"* {number} FETCH (UID {number} RFC822.SIZE {size})".encode()]
            case ["UID", "FETCH"]:
                mail = self.mails[number]
                return [f"* {number} FETCH (UID {number} BODY[] {{{len(mail)}}}".encode() + b"\r\n" + mail + b")"]
            case ["UID", "STORE"]:
                self.seen.add(number)
        return []
