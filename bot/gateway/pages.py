"""The routes that are no sockets: the demo page, the console's page, the widget's files, health and figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from aiohttp import web

from bot.assistant import Assistant
from bot.clock import Clock, wire_time
from bot.db import Database
from bot.gateway.metrics import CONTENT_TYPE, Metrics
from bot.gateway.signin import Tokens
from bot.mail.depth import Depth, depth
from bot.marketplace.port import ContractView, Marketplace, MarketplaceUnavailable, Records

STATIC = Path(__file__).resolve().parent / "static"

# Built files carry a hash of their content in their name; those never change.
HASHED = re.compile(r".*[-.][A-Za-z0-9_]{8,}\.(js|json|css|svg|png|woff2)")
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pages:
    """The routes, and what they read. `demo` turns the demo page's own routes on."""

    database: Database
    assistant: Assistant
    marketplace: Marketplace
    tokens: Tokens
    metrics: Metrics
    clock: Clock
    demo: bool
    static: Path = STATIC

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/", self.index)
        app.router.add_get("/desk", self.desk)
        app.router.add_get("/static/{name:[A-Za-z0-9_.-]+}", self.file)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/readyz", self.readyz)
        app.router.add_get("/metrics", self.figures)
        if self.demo:
            app.router.add_get("/demo/token", self.demo_token)
            app.router.add_get("/demo/contracts", self.demo_contracts)

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """Serve the demo marketplace's page."""
        return self._file("index.html", SECURITY_HEADERS)

    async def desk(self, _request: web.Request) -> web.StreamResponse:
        """Serve the specialists' console; it finds out by itself whether somebody is signed in."""
        return self._file("desk.html", SECURITY_HEADERS)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serve a built file; the widget fetches its parts from pages of other sites, so any origin may."""
        public = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        return self._file(request.match_info["name"], public)

    async def healthz(self, _request: web.Request) -> web.Response:
        """Say that the process is up."""
        return web.json_response({"ok": True})

    async def readyz(self, _request: web.Request) -> web.Response:
        """Say whether a question could be answered now, by the database and Rasa, and how much mail waits."""
        letters = await self._outbox()
        parts = {"database": letters is not None, "assistant": await self.assistant.ready()}
        ready = all(parts.values())
        answer: dict[str, object] = {"ok": ready, **parts}
        if letters is not None:
            answer["outbox"] = {
                "waiting": letters.waiting, "oldest_s": round(letters.oldest.total_seconds()), "dead": letters.dead
            }  # fmt: skip
        return web.json_response(answer, status=200 if ready else 503)

    async def figures(self, _request: web.Request) -> web.Response:
        """Write the figures for Prometheus."""
        letters = await self._outbox()
        if letters is not None:
            self.metrics.outbox(letters)
        return web.Response(body=self.metrics.exposed(), headers={"Content-Type": CONTENT_TYPE})

    async def demo_token(self, request: web.Request) -> web.Response:
        """Sign a demo account in, as a host site would. Only with the demo marketplace, only for our own page."""
        records = await self._demo_records(request)
        token = self.tokens.mint(records.account.id, name=records.account.name)
        return web.json_response({"token": token}, headers={"Cache-Control": "no-store"})

    async def demo_contracts(self, request: web.Request) -> web.Response:
        """Show a demo account its contracts, for the page around the widget."""
        records = await self._demo_records(request)
        body = {
            "account": records.account.id,
            "name": records.account.name,
            "role": records.account.role,
            "standing": records.account.standing,
            "as_of": wire_time(records.as_of),
            "escrow": records.escrow.wire(),
            "contracts": [_contract(contract) for contract in records.contracts],
        }
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    async def _demo_records(self, request: web.Request) -> Records:
        # Another site's page could read it through the person's browser: fetch metadata tells them apart.
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise web.HTTPForbidden(text="This is for the demo page only.")
        try:
            records = await self.marketplace.records(request.query.get("account", ""))
        except MarketplaceUnavailable as refusal:
            raise web.HTTPServiceUnavailable(text=refusal.message) from refusal
        if records is None:
            raise web.HTTPNotFound(text="There is no such demo account.")
        return records

    async def _outbox(self) -> Depth | None:
        """Measure the outbox; None if the database does not answer."""
        try:
            async with self.database.reading() as session:
                return await depth(session, now=self.clock.now())
        except Exception:
            log.exception("database_not_ready")
            return None

    def _file(self, name: str, headers: dict[str, str]) -> web.StreamResponse:
        return built_file(self.static, name, FOREVER if HASHED.fullmatch(name) else REVALIDATE, headers)


def built_file(static: Path, name: str, lasting: str, headers: Mapping[str, str]) -> web.FileResponse:
    """Answer with a file of the built front end, to be kept as `lasting` says."""
    path = static / name
    if name.startswith(".") or not path.is_file():
        raise web.HTTPNotFound(text="There is no such file. Is the front end built?")
    return web.FileResponse(path, headers={"Cache-Control": lasting, "X-Content-Type-Options": "nosniff", **headers})


def _contract(contract: ContractView) -> dict[str, object]:
    return {
        "id": contract.id,
        "title": contract.title,
        "role": contract.role,
        "counterpart": contract.counterpart,
        "status": contract.status,
        "escrow": contract.escrow.wire(),
        "milestones": [
            {
                "number": milestone.number,
                "title": milestone.title,
                "amount": milestone.amount.wire(),
                "status": milestone.status,
                "due_at": None if milestone.deadline is None else wire_time(milestone.deadline.due_at),
            }
            for milestone in contract.milestones
        ],
    }
