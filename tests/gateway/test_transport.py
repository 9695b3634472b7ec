"""What a stranger's frames may do: each trap of the socket library, closed."""

import asyncio
import json

import aiohttp
import pytest
import socketio
from aiohttp import web

from bot.gateway.origins import Addresses
from bot.gateway.transport import CLIENT, FRAME_BYTES, SEND_QUEUE, Server
from tests.patience import PATIENCE_S


class Wire:
    """A raw Engine.IO WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def namespace(self) -> None:
        assert (await self.socket.receive_str()).startswith("0{")
        await self.socket.send_str("40/chat,")
        assert (await self.socket.receive_str()).startswith("40/chat,")

    async def closed(self) -> bool:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self.socket.receive()
                if message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}:
                    return True


class Echo:
    """A namespace that remembers what reached it."""

    def __init__(self, server: Server) -> None:
        self.seen: list[tuple] = []
        self.addresses: list[str] = []
        self.sids: list[str] = []
        echo = self

        class Chat(socketio.AsyncNamespace):
            async def trigger_event(self, event, *args):
                if event == "connect":
                    echo.sids.append(args[0])
                    echo.addresses.append(args[1]["REMOTE_ADDR"])
                elif event.startswith(CLIENT):
                    echo.seen.append((event, *args[1:]))
                    if args[1] == "slow":
                        await asyncio.sleep(0.05)
                    return {"ok": True}
                return None

        server.register_namespace(Chat("/chat"))


@pytest.fixture
def server():
    return Server(allows=lambda *_: True, address=Addresses(["127.0.0.1"]).of)


@pytest.fixture
def echo(server):
    return Echo(server)


@pytest.fixture
async def url(server, echo):
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/socket.io/?EIO=4&transport=websocket"
    for sid in list(server.eio.sockets):
        await server.eio.cut(sid, "test")
    await server.shutdown()
    await runner.cleanup()


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def wire(http, url):
    async with http.ws_connect(url) as socket:
        wire = Wire(socket)
        await wire.namespace()
        yield wire


async def test_compression_is_not_negotiated(http, url):
    async with http.ws_connect(url, compress=15) as socket:
        assert not socket.compress


async def test_the_address_is_the_true_one(http, url, echo):
    async with http.ws_connect(url, headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}) as socket:
        await Wire(socket).namespace()
    assert echo.addresses == ["203.0.113.7"]


@pytest.mark.parametrize("name", ["connect", "disconnect"])
async def test_a_reserved_name_is_only_a_clients_event(wire, echo, name):
    await wire.socket.send_str(f'42/chat,1["{name}",{{}}]')
    assert await wire.socket.receive_str() == '43/chat,1[{"ok":true}]'
    assert echo.seen == [(f"client:{name}", {})]
    assert len(echo.sids) == 1


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ('["say"]', ("client:say", None)),
        ('["say",1,2,3]', ("client:say", 1)),
        ("[]", ("client:", None)),
        ("[7,1]", ("client:", 1)),
        ("{}", ("client:", None)),
        ('"say"', ("client:", None)),
    ],
)
async def test_an_event_of_any_shape_is_acknowledged(wire, echo, data, seen):
    await wire.socket.send_str("42/chat,1" + data)
    assert await wire.socket.receive_str() == '43/chat,1[{"ok":true}]'
    assert echo.seen == [seen]


async def test_events_of_one_socket_are_handled_in_their_order(wire, echo):
    await wire.socket.send_str('42/chat,1["say","slow"]')
    await wire.socket.send_str('42/chat,2["say","quick"]')
    assert (await wire.socket.receive_str()).startswith("43/chat,1")
    assert (await wire.socket.receive_str()).startswith("43/chat,2")


@pytest.mark.parametrize(
    "frame",
    [
        "42/chat,1[",
        "42/chat,1" + "[" * 10_000,
        "49",
        "4z",
        "9",
        "x",
        "",
        "44/chat,{}",
        '451-/other,["x",{"_placeholder":true,"num":0}]',
        '45999999999999-/chat,["x"]',
        '43/chat,x["ack"]',
    ],
)
async def test_a_malformed_frame_closes_the_socket_and_nobody_elses(http, url, echo, frame, capfd):
    async with http.ws_connect(url) as bad, http.ws_connect(url) as good:
        await Wire(bad).namespace()
        await Wire(good).namespace()
        await bad.send_str(frame)
        assert await Wire(bad).closed()
        await good.send_str('42/chat,1["say",1]')
        assert await good.receive_str() == '43/chat,1[{"ok":true}]'
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (r'"cut here \ud83d"', "cut here "),
        (r'"\uDE00 and here"', " and here"),
        (r'"whole \ud83d\ude00, \\ud83d"', "whole 😀, \\ud83d"),
        (r'{"a\ud83d": ["\ud83d"]}', {"a": [""]}),
    ],
)
async def test_half_of_a_surrogate_pair_is_left_out(wire, echo, sent, kept):
    """A text that was cut in the middle of an emoji is no reason to close its socket whenever it is sent."""
    await wire.socket.send_str('42/chat,1["say",' + sent + ',"\\ud83d"]')
    assert await wire.socket.receive_str() == '43/chat,1[{"ok":true}]'
    assert echo.seen == [("client:say", kept)]


async def test_an_oversized_event_is_marked_and_answered(wire, echo):
    await wire.socket.send_str("42/chat,1" + json.dumps(["say", "x" * 70_000]))
    assert await wire.socket.receive_str() == '43/chat,1[{"ok":true}]'
    assert echo.seen == [("client:\x00oversized", None)]


async def test_an_oversized_connect_closes_the_socket(http, url):
    async with http.ws_connect(url) as socket:
        await socket.receive_str()
        await socket.send_str("40/chat," + json.dumps({"token": "x" * 70_000}))
        assert await Wire(socket).closed()


async def test_a_frame_beyond_the_cap_closes_the_socket(wire):
    await wire.socket.send_str("42/chat,1" + json.dumps(["say", "x" * FRAME_BYTES]))
    assert await wire.closed()


async def test_a_slow_reader_is_cut_and_its_queue_freed(server, http, url, echo):
    async with http.ws_connect(url, timeout=aiohttp.ClientWSTimeout(ws_close=0.1)) as socket:
        await Wire(socket).namespace()
        socket._reader._protocol.pause_reading()  # a browser that does not read
        sid = echo.sids[0]
        async with asyncio.timeout(PATIENCE_S):
            while server.eio.sockets:
                queues = [each.queue.qsize() for each in server.eio.sockets.values()]
                assert max(queues) <= SEND_QUEUE
                await server.emit("message", "x" * 20_000, to=sid, namespace="/chat")
                await asyncio.sleep(0)
    assert server.eio.wires == {}
