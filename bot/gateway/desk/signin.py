"""Signing in at the desk: a password or a provider makes a session, its cookie opens the console."""

import asyncio
from typing import Any, Final

import orjson
from aiohttp import web

from bot.clock import Clock
from bot.db import Database
from bot.desk.models import NAME_LENGTH
from bot.desk.staff import passwords, sessions, sign_in
from bot.desk.staff.member import Member
from bot.desk.staff.sessions import SignedIn, Started
from bot.desk.staff.sign_in import SignInFailed, TooManyAttempts
from bot.errors import Refused
from bot.gateway.origins import Addresses
from bot.gateway.protocol import BadPayload
from bot.gateway.shapes import is_text, storable

COOKIE: Final = "milepost_desk"
CSRF_HEADER: Final = "X-CSRF-Token"
PASSWORD_LENGTH: Final = 256
UNCACHED: Final = {"Cache-Control": "no-store"}


class NotSignedIn(Refused):
    """There is no session, or it has ended."""

    code = "not_signed_in"
    sentence = "Please sign in."


class ForeignPage(Refused):
    """A page that is not ours, or that does not know what only ours was told, asks for something."""

    code = "csrf"
    sentence = "Please reload the page and try again."


STATUS: Final[dict[type[Refused], int]] = {
    NotSignedIn: web.HTTPUnauthorized.status_code,
    SignInFailed: web.HTTPUnauthorized.status_code,
    TooManyAttempts: web.HTTPTooManyRequests.status_code,
    ForeignPage: web.HTTPForbidden.status_code,
}


class DeskSignIn:
    """The routes of signing in and out, and who a request's session belongs to."""

    def __init__(self, *, database: Database, clock: Clock, addresses: Addresses, provider: bool) -> None:
        """Let people in by password; `provider` tells the page that there is another way too."""
        self._database = database
        self._clock = clock
        self._addresses = addresses
        self._provider = provider

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/desk/me", self.me)
        app.router.add_post("/desk/sign-in", self.sign_in)
        app.router.add_post("/desk/sign-out", self.sign_out)

    async def me(self, request: web.Request) -> web.Response:
        """Tell who is signed in."""
        try:
            signed_in = await self.require(request)
        except NotSignedIn as refusal:
            return refused(refusal, oidc=self._provider)
        return answered(signed_in.member, signed_in.csrf)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Let somebody in who knows their password."""
        try:
            require_own_page(request)
            started = await self._started(request, *await _credentials(request))
        except Refused as refusal:
            return refused(refusal)
        response = answered(started.member, started.csrf)
        self.give_cookie(request, response, started)
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the session."""
        try:
            signed_in = await self.require(request)
            if not sessions.csrf_fits(signed_in, request.headers.get(CSRF_HEADER, "")):
                raise ForeignPage
        except Refused as refusal:
            return refused(refusal)
        async with self._database.transaction() as session:
            await sessions.end(session, token=request.cookies[COOKIE])
        response = web.json_response({"ok": True}, headers=UNCACHED)
        response.del_cookie(COOKIE, path="/")
        return response

    async def require(self, request: web.Request) -> SignedIn:
        """Return whose session a request belongs to. Raises NotSignedIn."""
        signed_in = await self.find(request.cookies.get(COOKIE, ""))
        if signed_in is None:
            raise NotSignedIn
        return signed_in

    async def find(self, token: str) -> SignedIn | None:
        """Find the session of a cookie, and note that it is used; None if it has ended."""
        if not is_text(token, PASSWORD_LENGTH):
            return None
        async with self._database.transaction() as session:
            return await sessions.find(session, token=token, now=self._clock.now())

    def give_cookie(self, request: web.Request, response: web.StreamResponse, started: Started) -> None:
        """Have the browser keep the session: no script reads it, no other site sends it."""
        response.set_cookie(
            COOKIE, started.token, path="/", httponly=True, samesite="Strict", secure=self._addresses.is_https(request)
        )

    async def _started(self, request: web.Request, handle: str, password: str) -> Started:
        address = self._addresses.of(request)
        async with self._database.transaction() as session:
            kept = await sign_in.attempt(session, handle=handle, address=address, now=self._clock.now())
        # Hashing takes its time by design; meanwhile everybody else is served.
        if not await asyncio.to_thread(passwords.fits, kept, password):
            raise SignInFailed
        async with self._database.transaction() as session:
            return await sessions.start(session, handle=handle, now=self._clock.now())


def require_own_page(request: web.Request) -> None:
    """Let only our own page post: other sites' forms and scripts are told apart. Raises ForeignPage."""
    origin = request.headers.get("Origin")
    own = origin is None or origin.partition("://")[2].lower() == request.host.lower()
    if not own or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise ForeignPage


def answered(member: Member, csrf: str) -> web.Response:
    """Tell who is signed in, and what their page must show with what it asks."""
    return web.json_response({"me": me(member), "csrf": csrf}, headers=UNCACHED)


def me(member: Member) -> dict[str, Any]:
    """Write a member as the console knows them."""
    return {
        "id": member.handle,
        "name": member.name,
        "roles": list(member.roles),
        "categories": list(member.categories),
        "capacity": member.capacity,
    }


def refused(refusal: Refused, **details: Any) -> web.Response:
    """Answer a request with its refusal."""
    status = next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)
    body = {"ok": False, "code": refusal.code, "message": refusal.message, **refusal.details, **details}
    return web.json_response(body, status=status, headers=UNCACHED)


async def _credentials(request: web.Request) -> tuple[str, str]:
    """Read them. JSON only: a form of another site cannot send it. Raises BadPayload."""
    if request.content_type != "application/json":
        raise BadPayload("Sign-in needs JSON.")
    try:
        given = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        given = None
    match given:
        case {"handle": str(handle), "password": str(password)} if is_text(handle, NAME_LENGTH):
            if is_text(password, PASSWORD_LENGTH):
                return storable(handle.strip().lower()), password
    raise BadPayload("Sign-in needs a handle and a password.")
