"""python-socketio and its engine, hardened: what a stranger's frame may do before our code sees it.

Each override closes one trap that is described beside it, and a test in tests/gateway/test_transport.py
fails when the library changes under it.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

import engineio
import orjson
import socketio
import structlog
from aiohttp import web
from engineio.async_drivers import aiohttp as driver
from engineio.packet import Packet
from socketio.packet import EVENT

EVENT_LENGTH = 64 * 1024  # characters of one event, its name and framing included
FRAME_BYTES = 256 * 1024  # beyond this the socket is closed without reading on
SEND_QUEUE = 256  # packets that a reader may be behind
PACKET_TYPES = tuple("0123456")  # of Engine.IO 4
PING_INTERVAL_S = 25
PING_TIMEOUT_S = 20

CLIENT = "client:"  # stands before the name of whatever a client sent
OVERSIZED = "\x00oversized"

log = structlog.get_logger(__name__)


class Json:
    """orjson, in the shape that python-socketio asks for."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Write compact JSON."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Read JSON, without halves of surrogate pairs. Raises ValueError, and RecursionError for what is nested too deeply.

        A browser that cuts a text in the middle of an emoji writes one half of it, which JSON may hold and
        UTF-8 may not: orjson refuses it, and the message would be sent, and its socket closed, again and again.
        """
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            whole = json.dumps(json.loads(text), ensure_ascii=False, allow_nan=False)
            return orjson.loads(whole.encode("utf-8", "ignore"))


class PlainWebSocket(driver.WebSocket):
    """The driver's WebSocket without permessage-deflate.

    Compression costs 100 KB a socket and leaks lengths of secrets; every browser offers it and
    the driver accepts it.
    """

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Serve one WebSocket until it ends."""
        request: web.Request = environ["aiohttp.request"]
        self._sock = web.WebSocketResponse(max_msg_size=FRAME_BYTES, compress=False)
        await self._sock.prepare(request)
        self.environ = environ
        sid = self.handler.__self__.sid
        self.server.wires[sid] = request.transport
        try:
            await self.handler(self)
        finally:
            self.server.wires.pop(sid, None)
        return self._sock

    async def wait(self) -> str | bytes | None:
        """Receive one frame, None when the socket has ended or speaks something else.

        The engine would log a stack trace for each packet of a kind that it does not know.
        """
        frame: str | bytes | None = await super().wait()
        if isinstance(frame, str) and frame[:1] not in PACKET_TYPES:
            log.info("frame_malformed", error="UnknownPacket")
            return None
        return frame


class Engine(engineio.AsyncServer):
    """The engine with a bounded queue per socket, and the true address of the other side."""

    def __init__(self, *args: Any, address: Callable[[web.Request], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wires: dict[str, Any] = {}
        self._address = address
        drivers: dict[str, Any] = driver._async  # noqa: SLF001 - the library has no switch for these
        self._async = {**drivers, "websocket": PlainWebSocket, "translate_request": self._translate}

    async def send_packet(self, sid: str, pkt: Packet) -> None:
        """Queue a packet; a reader that is too far behind is cut, and resumes by number later.

        The library's own queue has no bound, so somebody who never reads would fill the memory.
        """
        socket = self.sockets.get(sid)
        if socket is not None and socket.queue.qsize() >= SEND_QUEUE:
            await self.cut(sid, "slow_reader")
            return
        await super().send_packet(sid, pkt)

    async def cut(self, sid: str, why: str) -> None:
        """Close a socket at once, whatever still waits in its queue."""
        log.info("socket_cut", why=why)
        wire = self.wires.pop(sid, None)
        if wire is not None:
            wire.abort()
        socket = self.sockets.get(sid)
        if socket is not None and not socket.closed:
            await socket.close(wait=False, abort=True)

    def _translate(self, request: web.Request) -> dict[str, Any]:
        environ: dict[str, Any] = driver.translate_request(request)
        environ["REMOTE_ADDR"] = self._address(request)  # the driver says 127.0.0.1 of everybody
        return environ


class Server(socketio.AsyncServer):
    """The socket server: one event of a socket after the other, every one of them answered."""

    def __init__(self, *, allows: Callable[..., bool], address: Callable[[web.Request], str]) -> None:
        super().__init__(
            async_mode="aiohttp",
            # Handled in their order: with tasks of their own, two messages of one person could overtake.
            async_handlers=False,
            json=Json,
            cors_allowed_origins=allows,
            max_http_buffer_size=FRAME_BYTES,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            http_compression=False,
            # Without these each library writes its own lines, stack traces with people's words in them, to stderr.
            logger=logging.getLogger("socketio.server"),
            engineio_logger=logging.getLogger("engineio.server"),
            address=address,
        )

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        """Read one frame; nonsense closes the socket, and never writes a stack trace into the log."""
        try:
            if isinstance(data, str) and len(data) > EVENT_LENGTH:
                await self._handle_oversized(eio_sid, data)
            else:
                await super()._handle_eio_message(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as malformed:
            log.info("frame_malformed", error=type(malformed).__name__)
            await self.eio.cut(eio_sid, "malformed_frame")

    async def _handle_oversized(self, eio_sid: str, data: str) -> None:
        packet = self.packet_class(encoded_packet=data)
        if packet.packet_type != EVENT:
            await self.eio.cut(eio_sid, "oversized_frame")
            return
        await super()._handle_event(eio_sid, packet.namespace, packet.id, [CLIENT + OVERSIZED, None])

    async def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:  # noqa: A002 - the library's name
        """Mark the event as a client's own and give it exactly one payload.

        The library would hand `connect` and `disconnect` of a client to our own handlers, and an event
        without data would miss an argument and never be acknowledged.
        """
        name = data[0] if isinstance(data, list) and data and isinstance(data[0], str) else ""
        payload = data[1] if isinstance(data, list) and len(data) > 1 else None
        if name == OVERSIZED:
            name = ""
        await super()._handle_event(eio_sid, namespace, id, [CLIENT + name, payload])
