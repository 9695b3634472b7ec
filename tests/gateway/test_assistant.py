"""Rasa's HTTP, against a server that follows a script."""

import asyncio

import pytest
from aiohttp import web

from bot.assistant import AssistantDown, AssistantFailed, AssistantSilent, Rasa, Utterance, question

SAID = (
    b'{"type":"utterance","text":"hello","custom":{"topic":"small_talk","blocks":[{"type":"links"}],"personal":true}}\n'
)
DONE = b'{"type":"done","ms":3.1}\n'


class Runtime:
    """Streams the given pieces; an event in between is waited for."""

    def __init__(self) -> None:
        self.pieces: list[bytes | asyncio.Event] = [SAID, DONE]
        self.status = 200
        self.requests: list[tuple[str | None, object]] = []
        self.connections: set[object] = set()

    async def webhook(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.headers.get("Authorization"), await request.json()))
        self.connections.add(request.transport)
        response = web.StreamResponse(status=self.status, headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        for piece in self.pieces:
            if isinstance(piece, asyncio.Event):
                await piece.wait()
            else:
                await response.write(piece)
        await response.write_eof()
        return response

    async def ready(self, request: web.Request) -> web.Response:
        return web.json_response({"model": "m"}, status=self.status)


@pytest.fixture
def runtime():
    return Runtime()


@pytest.fixture
async def rasa(runtime):
    app = web.Application()
    app.router.add_post("/webhooks/gateway/webhook", runtime.webhook)
    app.router.add_post("/webhooks/gateway/close", runtime.webhook)
    app.router.add_get("/webhooks/gateway/ready", runtime.ready)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    rasa = Rasa(f"http://127.0.0.1:{port}", "s3cret", silence_s=0.2)
    yield rasa
    await rasa.disconnect()
    await runner.cleanup()


def asked(text="hi"):
    return question(
        conversation="c", message_id="m", text=text, account=None, sign_in_expired=False, locale="en", zone=None
    )


async def answers(rasa):
    return [utterance async for utterance in rasa.ask(asked())]


async def test_an_answer_is_read_whole(rasa, runtime):
    assert await answers(rasa) == [Utterance("hello", "small_talk", ({"type": "links"},), personal=True)]
    assert runtime.requests == [("Bearer s3cret", asked())]


async def test_the_first_utterance_comes_before_the_turn_ends(rasa, runtime):
    ends = asyncio.Event()
    runtime.pieces = [SAID, ends, DONE]
    stream = rasa.ask(asked())
    assert (await anext(stream)).text == "hello"
    ends.set()
    assert [each async for each in stream] == []


async def test_a_line_may_come_in_pieces(rasa, runtime):
    runtime.pieces = [SAID[:20], SAID[20:] + DONE[:5], DONE[5:]]
    assert len(await answers(rasa)) == 1


async def test_connections_stay_open(rasa, runtime):
    for _ in range(5):
        await answers(rasa)
    assert len(runtime.connections) == 1


@pytest.mark.parametrize(
    ("pieces", "error"),
    [
        ([DONE], AssistantSilent),
        ([b'{"type":"utterance","text":"  "}\n', DONE], AssistantSilent),
        ([b'{"type":"utterance","text":null,"image":"x"}\n', DONE], AssistantSilent),
        ([b'{"type":"error","code":"turn_failed","ms":1}\n'], AssistantFailed),
        ([SAID, b'{"type":"error","code":"deadline","ms":1}\n'], AssistantFailed),
        ([SAID], AssistantFailed),
        ([], AssistantFailed),
        ([b"garbage\n"], AssistantFailed),
        ([b"[1,2]\n"], AssistantFailed),
        ([b'{"type":"news"}\n'], AssistantFailed),
        ([b"x" * 600_000 + b"\n"], AssistantFailed),
        ([SAID, asyncio.Event()], AssistantSilent),
    ],
)
async def test_what_is_no_answer_is_an_error_of_its_kind(rasa, runtime, pieces, error):
    runtime.pieces = pieces
    with pytest.raises(error):
        await answers(rasa)
    for piece in pieces:
        if isinstance(piece, asyncio.Event):
            piece.set()


@pytest.mark.parametrize("status", [400, 401, 500, 503])
async def test_another_status_is_a_failure(rasa, runtime, status):
    runtime.status = status
    with pytest.raises(AssistantFailed, match=str(status)):
        await answers(rasa)
    with pytest.raises(AssistantFailed):
        await rasa.close("c")
    assert await rasa.ready() is False


async def test_nobody_listening_is_down(unused_tcp_port_factory):
    rasa = Rasa(f"http://127.0.0.1:{unused_tcp_port_factory()}", "s")
    with pytest.raises(AssistantDown):
        await answers(rasa)
    with pytest.raises(AssistantDown):
        await rasa.close("c")
    assert await rasa.ready() is False
    await rasa.disconnect()


async def test_odd_custom_parts_are_left_out(rasa, runtime):
    runtime.pieces = [
        b'{"type":"utterance","text":"a","custom":[1]}\n',
        b'{"type":"utterance","text":"b","custom":{"topic":7,"blocks":"x"}}\n',
        DONE,
    ]
    assert await answers(rasa) == [Utterance("a"), Utterance("b")]


async def test_it_is_ready_when_it_says_so_and_forgets_when_told(rasa, runtime):
    assert await rasa.ready() is True
    await rasa.close("c")
    assert runtime.requests[-1] == ("Bearer s3cret", {"sender": "c"})


@pytest.mark.parametrize("text", ["/restart", "  /restart", '/ask{"a":1}'])
def test_a_leading_slash_is_neutralised_and_the_text_kept(text):
    sent = asked(text)
    assert not sent["message"].strip().startswith("/")
    assert sent["message"].endswith(text)
    assert sent["metadata"]["text"] == text
