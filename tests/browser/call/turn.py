"""What of TURN a test needs: to ask a relay for an address, with credentials or without. RFC 8489 and RFC 8656."""

import asyncio
import base64
import hashlib
import hmac
import secrets
import struct
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address
from typing import Any

from tests.patience import PATIENCE_S

COOKIE = 0x2112A442
BINDING, ALLOCATE, PERMIT = 0x0001, 0x0003, 0x0008
SUCCESS = 0x0100
USERNAME, INTEGRITY, ERROR, PEER, REALM, NONCE, RELAYED, TRANSPORT = 0x06, 0x08, 0x09, 0x12, 0x14, 0x15, 0x16, 0x19
UDP = b"\x11\x00\x00\x00"
BRIEFLY_S = 0.2

type Attributes = Mapping[int, bytes]


class Turn(asyncio.DatagramProtocol):
    """A client at one UDP port of its own; one question after the other."""

    def __init__(self) -> None:
        self._proof: tuple[Attributes, bytes] = {}, b""
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()
        self._transport: Any = None

    @classmethod
    async def dial(cls, host: str, port: int) -> "Turn":
        _, client = await asyncio.get_running_loop().create_datagram_endpoint(cls, remote_addr=(host, port))
        return client

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, _address: Any) -> None:
        self._answers.put_nowait(data)

    def error_received(self, _error: Exception) -> None:
        """Nobody listens there yet; no answer says as much."""

    def close(self) -> None:
        self._transport.close()

    async def binding(self) -> bool:
        """Ask who we are; whether there was an answer."""
        try:
            return (await self._ask(BINDING, {}, within=BRIEFLY_S))[0] == BINDING | SUCCESS
        except TimeoutError:
            return False

    async def allocate(self, username: str, credential: str) -> int:
        """Ask for an address with credentials; 0 if it was given, or the error's code."""
        kind, found = await self._ask(ALLOCATE, {TRANSPORT: UDP})
        assert _error(found) == 401, "nobody gets an address without credentials"
        realm, nonce = found[REALM], found[NONCE]
        key = hashlib.md5(b":".join([username.encode(), realm, credential.encode()]), usedforsecurity=False).digest()
        self._proof = {USERNAME: username.encode(), REALM: realm, NONCE: nonce}, key
        kind, found = await self._prove(ALLOCATE, {TRANSPORT: UDP})
        if kind == ALLOCATE | SUCCESS:
            assert RELAYED in found
            return 0
        return _error(found)

    async def permit(self, peer: str) -> int:
        """Ask, with an address that was given, whether this peer may be reached (IPv4); 0 if it may, or the error's code."""
        reached = bytes(a ^ b for a, b in zip(IPv4Address(peer).packed, struct.pack("!I", COOKIE), strict=True))
        kind, found = await self._prove(PERMIT, {PEER: b"\x00\x01\x00\x00" + reached})
        return 0 if kind == PERMIT | SUCCESS else _error(found)

    async def _prove(self, kind: int, attributes: Attributes) -> tuple[int, Attributes]:
        signed, key = self._proof
        return await self._ask(kind, {**attributes, **signed}, key)

    async def _ask(
        self, kind: int, attributes: Attributes, key: bytes | None = None, *, within: float = PATIENCE_S
    ) -> tuple[int, Attributes]:
        identifier = secrets.token_bytes(12)
        body = b"".join(_written(name, value) for name, value in attributes.items())
        if key is not None:
            # The length counts the signature itself, of 24 bytes.
            signature = hmac.new(key, _head(kind, len(body) + 24, identifier) + body, hashlib.sha1).digest()
            body += _written(INTEGRITY, signature)
        self._transport.sendto(_head(kind, len(body), identifier) + body)
        async with asyncio.timeout(within):
            while (answer := await self._answers.get())[8:20] != identifier:
                continue
        return struct.unpack_from("!H", answer)[0], dict(_read(answer[20:]))


def credential(secret: str, username: str) -> str:
    """Sign a username as whoever knows the relay's secret does."""
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()


def _head(kind: int, length: int, identifier: bytes) -> bytes:
    return struct.pack("!HHI", kind, length, COOKIE) + identifier


def _written(name: int, value: bytes) -> bytes:
    return struct.pack("!HH", name, len(value)) + value + b"\x00" * (-len(value) % 4)


def _read(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(body):
        name, length = struct.unpack_from("!HH", body, at)
        yield name, body[at + 4 : at + 4 + length]
        at += 4 + length + (-length % 4)


def _error(found: Attributes) -> int:
    return found[ERROR][2] * 100 + found[ERROR][3]
