"""A small OpenID provider that really listens: discovery, keys, codes, and tokens that it signs."""

import asyncio
import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import jwt
from aiohttp import encode_basic_auth, web
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, CLIENT_SECRET = "milepost", "the client's secret"


class OpenIdProvider:
    """Signs `person` in without asking; a test changes what it says, or how."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "u-1", "name": "Robin", "groups": ["web"]}
        self.claims: dict[str, Any] = {}  # over what would be said
        self.issuer = ""
        self.challenges: dict[str, tuple[str, str]] = {}
        self.key_id = "k1"
        self.padding = b""  # before the document about itself, which comes in two pieces
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.discovery)
        app.router.add_get("/keys", self.keys)
        app.router.add_get("/authorize", self.authorize)
        app.router.add_post("/token", self.token)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.issuer = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def discovery(self, request: web.Request) -> web.StreamResponse:
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        told = self.padding + json.dumps(document).encode()
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(told[: len(told) // 2])
        await asyncio.sleep(0.02)  # so that whoever reads once has read half
        await response.write(told[len(told) // 2 :])
        return response

    async def keys(self, _request: web.Request) -> web.Response:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [{**key, "kid": self.key_id, "alg": "RS256", "use": "sig"}]})

    async def authorize(self, request: web.Request) -> web.Response:
        asked = request.query
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.challenges[code] = (asked["code_challenge"], asked["nonce"])
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def token(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == encode_basic_auth(CLIENT, CLIENT_SECRET)
        given = await request.post()
        challenge, nonce = self.challenges.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.person,
            **self.claims,
        }
        claims = {name: value(now) if callable(value) else value for name, value in claims.items() if value is not None}
        signed = jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self.key_id})
        return web.json_response({"access_token": "opaque", "token_type": "Bearer", "id_token": signed})
