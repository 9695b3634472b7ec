"""A scripted gateway for the verification page: serves the built page, and says on `/call` what the test wants said."""

import asyncio
from typing import Any

import socketio
from aiohttp import web

from bot.gateway.call.page import Page
from bot.gateway.pages import STATIC, built_file
from tests.patience import PATIENCE_S

REQUIRED = ["secure", "desktop", "browser", "camera", "microphone", "picture", "document"]
AT = "2026-11-23T18:00:00.000Z"
OPEN = {"polite": True, "verifiers": 1, "open": True, "zone": "America/Los_Angeles", "at": AT}


class Counter(socketio.AsyncNamespace):
    """One person at a time. What the page asked is in `asked`; `answers` are what it is answered with."""

    def __init__(self) -> None:
        super().__init__("/call")
        self.asked: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.answers: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {"state": "required"}
        self.auths: list[dict[str, Any]] = []
        self.refusal: str | None = None
        self.url = ""

    async def on_connect(self, sid: str, _environ: dict[str, Any], auth: dict[str, Any]) -> None:
        self.auths.append(auth)
        if self.refusal is not None:
            raise socketio.exceptions.ConnectionRefusedError("No.", {"code": self.refusal})
        self._greeting = asyncio.create_task(self._greet(sid))

    async def _greet(self, sid: str) -> None:
        welcome = {"side": "person", "polite": True, "session": "a session", "at": AT, "required": REQUIRED}
        await self.emit("welcome", welcome, to=sid)
        await self.emit("ice", {"servers": []}, to=sid)
        await self.emit("call_state", {**OPEN, **self.state}, to=sid)

    async def says(self, state: str, **more: Any) -> None:
        """Move the person to a state."""
        self.state = {"state": state, **more}
        await self.emit("call_state", {**OPEN, **self.state})

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Note whatever the page asks."""
        if event in {"connect", "disconnect"}:
            return await super().trigger_event(event, *args)
        self.asked.put_nowait((event, args[1] if len(args) > 1 else None))
        return self.answers.get(event, {"ok": True, "result": {}})

    async def hears(self, event: str) -> Any:
        """Wait until the page asks this."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                name, payload = await self.asked.get()
                if name == event:
                    return payload


def counter_app(counter: Counter) -> web.Application:
    """Join page, files and socket."""
    app = web.Application()
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[])
    server.register_namespace(counter)
    server.attach(app)
    Page(STATIC).add_to(app)

    async def file(request: web.Request) -> web.StreamResponse:
        return built_file(STATIC, request.match_info["name"], "no-cache", {})

    app.router.add_get("/static/{name}", file)
    return app
