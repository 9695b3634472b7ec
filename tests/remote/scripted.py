"""A marketplace's system that answers as a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

type Step = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(body=b"{}", *, status=200, **headers) -> Step:
    async def step(request):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named, content_type="application/json")

    return step


async def silent(request):
    """Never answers; the client hangs up."""
    await asyncio.Event().wait()


async def cut(request):
    """Promises more than it sends."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"as_of":')
    request.transport.close()
    return response


async def hangs_up(request):
    request.transport.close()
    return web.Response()


class Scripted:
    """Takes the steps one after the other, and the last one for ever."""

    def __init__(self):
        self.steps: list[Step] = [says()]
        self.asked: list[web.Request] = []
        self.bodies: list[bytes] = []

    def then(self, *steps: Step) -> None:
        self.steps = list(steps)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.bodies.append(await request.read())
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        return await step(request)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        return app
