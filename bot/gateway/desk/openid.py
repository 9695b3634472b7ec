"""The routes of the organisation's own sign-in: leaving for the provider, and coming back from it."""

import hashlib
import hmac
from dataclasses import asdict
from datetime import timedelta
from typing import Final

import jwt
import structlog
from aiohttp import web

from bot.clock import Clock
from bot.db import Database
from bot.desk.models import NAME_LENGTH
from bot.desk.staff import members, sessions
from bot.desk.staff.sessions import Started
from bot.errors import Refused
from bot.gateway.desk.provider import JOURNEY, Journey, Provider, ProviderFailed
from bot.gateway.desk.signin import UNCACHED, DeskSignIn, refused
from bot.gateway.origins import Addresses
from bot.gateway.shapes import is_text, storable
from bot.gateway.signin import SHARED_ALGORITHM

JOURNEY_COOKIE: Final = "milepost_desk_journey"
BACK: Final = "/desk/oidc/callback"
NO_PASSWORD: Final = "!"  # noqa: S105 - no hash: no password fits it
CODE_LENGTH: Final = 2048

log = structlog.get_logger(__name__)


class NotStaff(Refused):
    """The provider knows them; nobody has given them a role at the desk."""

    code = "not_staff"
    sentence = "You have no role at this desk. Please ask whoever runs it."


class OpenId:
    """Lets people in whom the provider vouches for, with the roles that their groups give them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        wall: Clock,
        provider: Provider,
        sign_in: DeskSignIn,
        addresses: Addresses,
        secret: str,
    ) -> None:
        """`wall` is the machine's own time, which the provider's tokens are held against."""
        self._database = database
        self._clock = clock
        self._wall = wall
        self._provider = provider
        self._sign_in = sign_in
        self._addresses = addresses
        self._key = hmac.digest(secret.encode(), b"desk journey", hashlib.sha256)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/desk/oidc/start", self.leave)
        app.router.add_get(BACK, self.come_back)

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to the provider."""
        journey = Journey.new()
        try:
            where = await self._provider.leaving(journey, back=self._back(request))
        except ProviderFailed as refusal:
            return refused(refusal)
        response = _sent_to(where)
        # Lax: it must come back with a navigation that begins on the provider's pages.
        response.set_cookie(
            JOURNEY_COOKIE,
            self._packed(journey),
            path=BACK,
            max_age=int(JOURNEY.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=self._addresses.is_https(request),
        )
        return response

    async def come_back(self, request: web.Request) -> web.StreamResponse:
        """Let somebody in who comes back from the provider as they left."""
        try:
            started = await self._started(request)
        except Refused as refusal:
            log.info("desk_sign_in_refused", code=refusal.code)
            return refused(refusal)
        response = _sent_to("/desk")
        response.del_cookie(JOURNEY_COOKIE, path=BACK)
        self._sign_in.give_cookie(request, response, started)
        return response

    async def _started(self, request: web.Request) -> Started:
        journey = self._unpacked(request.cookies.get(JOURNEY_COOKIE, ""))
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not hmac.compare_digest(state.encode(), journey.state.encode()) or not is_text(code, CODE_LENGTH):
            raise ProviderFailed
        wall = self._wall.now().timestamp()
        claims = await self._provider.claims(code, journey, back=self._back(request), now=wall)
        issuer = self._provider.settings.issuer
        name = next((str(claims[claim]) for claim in ("name", "preferred_username") if claims.get(claim)), "Specialist")
        roles, categories = self._provider.settings.granted(claims)
        if not roles:
            raise NotStaff
        handle = f"oidc-{hashlib.sha256(f'{issuer}|{claims["sub"]}'.encode()).hexdigest()[:24]}"
        async with self._database.transaction() as session:
            member = await members.find(session, handle=handle)
            name = storable(name)[:NAME_LENGTH]
            if member is None:
                await members.add(
                    session,
                    handle=handle,
                    name=name,
                    password_hash=NO_PASSWORD,
                    roles=roles,
                    categories=categories,
                    now=self._clock.now(),
                )
            elif not member.active:
                raise NotStaff
            elif (member.name, member.roles, member.categories) != (name, roles, categories):
                await members.change(session, handle=handle, name=name, roles=roles, categories=categories)
            return await sessions.start(session, handle=handle, now=self._clock.now())

    def _back(self, request: web.Request) -> str:
        scheme = "https" if self._addresses.is_https(request) else "http"
        return f"{scheme}://{request.host}{BACK}"

    def _packed(self, journey: Journey) -> str:
        until = self._wall.now() + JOURNEY
        return jwt.encode({**asdict(journey), "until": until.timestamp()}, self._key, algorithm=SHARED_ALGORITHM)

    def _unpacked(self, cookie: str) -> Journey:
        try:
            said = jwt.decode(cookie, self._key, algorithms=[SHARED_ALGORITHM])
            left = timedelta(seconds=said.pop("until") - self._wall.now().timestamp())
            journey = Journey(**said)
        except (jwt.PyJWTError, KeyError, TypeError) as wrong:
            raise ProviderFailed from wrong
        if left <= timedelta(0):
            raise ProviderFailed
        return journey


def _sent_to(where: str) -> web.Response:
    """Send a browser on; a response, because what is raised can carry no cookies."""
    return web.Response(status=web.HTTPFound.status_code, headers={"Location": where, **UNCACHED})
