"""The organisation's own sign-in: an OpenID provider, asked by authorization code with PKCE.

OpenID Connect Core 1.0 §3.1 and RFC 7636. What the browser carries between leaving and coming back (state, nonce, verifier)
is one signed cookie of ten minutes, so any gateway may take the return.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp
import jwt
import orjson
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from bot.errors import Refused
from bot.gateway.signin import ALGORITHMS, LEEWAY, SHARED_ALGORITHM

PATIENCE_S: Final = 5.0
ANSWER_BYTES: Final = 256 * 1024
PIECE_BYTES: Final = 16 * 1024
JOURNEY: Final = timedelta(minutes=10)
VERIFIER_BYTES: Final = 48
SCOPE: Final = "openid profile email"


class ProviderFailed(Refused):
    """The provider could not be asked, or did not answer as OpenID says."""

    code = "provider_failed"
    sentence = "Signing in did not work this time. Please try again."


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Which provider is asked, as whom, and what its groups mean here.

    `roles` maps a value of the claim to a role, or to a role and a category ("specialist:Design & Creative").
    Each of its answers is waited for `patience_s` seconds.
    """

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    roles: Mapping[str, str]
    patience_s: float = PATIENCE_S

    def granted(self, claims: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the roles and the categories that somebody's groups give them."""
        groups = claims.get(self.claim) or ()
        meant = [
            self.roles[group] for group in ([groups] if isinstance(groups, str) else groups) if group in self.roles
        ]
        parted = [each.partition(":") for each in meant]
        roles = dict.fromkeys(role.strip() for role, _, _ in parted)
        return tuple(roles), tuple(dict.fromkeys(category.strip() for _, _, category in parted if category.strip()))


def role_map(written: str) -> dict[str, str]:
    """Read `group=role:category; group=role`. Raises ValueError."""
    pairs = [pair.partition("=") for pair in written.split(";") if pair.strip()]
    if any(not group.strip() or not role.strip() for group, _, role in pairs):
        raise ValueError("write group=role, or group=role:category, separated by semicolons")
    return {group.strip(): role.strip() for group, _, role in pairs}


@dataclass(frozen=True, slots=True)
class Journey:
    """What must come back as it left."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Journey":
        """Begin one."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(VERIFIER_BYTES))


class Provider:
    """One OpenID provider. What it publishes about itself is read once and again when a key is unknown."""

    def __init__(self, settings: ProviderSettings) -> None:
        self.settings = settings
        self._published: Mapping[str, Any] | None = None
        self._keys: jwt.PyJWKSet | None = None

    async def leaving(self, journey: Journey, *, back: str) -> str:
        """Return where the browser goes to sign in. Raises ProviderFailed."""
        published = await self._discovered()
        url: str = prepare_grant_uri(
            published["authorization_endpoint"],
            self.settings.client_id,
            "code",
            redirect_uri=back,
            scope=SCOPE,
            state=journey.state,
            nonce=journey.nonce,
            code_challenge=create_s256_code_challenge(journey.verifier),
            code_challenge_method="S256",
        )
        return url

    async def claims(self, code: str, journey: Journey, *, back: str, now: float) -> Mapping[str, Any]:
        """Change the code for what the provider says of the person. `now` in seconds. Raises ProviderFailed."""
        published = await self._discovered()
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=back,
            client_id=self.settings.client_id,
            code_verifier=journey.verifier,
        )
        answer = await self._fetched(
            "POST",
            published["token_endpoint"],
            data=body,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": aiohttp.encode_basic_auth(self.settings.client_id, self.settings.client_secret),
            },
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed
        return await self._verified(token, journey, access_token=answer.get("access_token"), now=now)

    async def _verified(self, token: str, journey: Journey, *, access_token: Any, now: float) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._key(header.get("kid"))
            if header["alg"] not in ALGORITHMS - {SHARED_ALGORITHM} or key.algorithm_name != header["alg"]:
                raise ProviderFailed
            # The signature here, the claims below: OpenID asks for more of them than PyJWT knows.
            unchecked = {f"verify_{claim}": False for claim in ("exp", "iat", "nbf", "aud", "iss", "sub", "jti")}
            said = jwt.decode(token, key, algorithms=[header["alg"]], options=unchecked)  # type: ignore[arg-type]
            claims = CodeIDToken(
                said,
                header,
                options={
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                    "sub": {"essential": True},
                },
                params={"nonce": journey.nonce, "client_id": self.settings.client_id, "access_token": access_token},
            )
            claims.validate(now=int(now), leeway=int(LEEWAY.total_seconds()))
        except (jwt.PyJWTError, JoseError, KeyError, TypeError, ValueError) as wrong:
            raise ProviderFailed from wrong
        return said

    async def _key(self, kid: Any) -> jwt.PyJWK:
        for fresh in (False, True):
            if self._keys is None or fresh:
                keys = await self._fetched("GET", (await self._discovered())["jwks_uri"])
                self._keys = jwt.PyJWKSet.from_dict(keys)
            for key in self._keys.keys:
                if key.key_id == kid or (kid is None and len(self._keys.keys) == 1):
                    return key
        raise ProviderFailed

    async def _discovered(self) -> Mapping[str, Any]:
        if self._published is None:
            published = await self._fetched(
                "GET", f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            )
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if published.get("issuer") != self.settings.issuer or any(
                not isinstance(published.get(name), str) for name in needed
            ):
                raise ProviderFailed
            self._published = published
        return self._published

    async def _fetched(self, method: str, url: str, **how: Any) -> dict[str, Any]:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.settings.patience_s)) as http,
                http.request(method, url, allow_redirects=False, **how) as response,
            ):
                body = bytearray()
                async for piece in response.content.iter_chunked(PIECE_BYTES):
                    body += piece
                    if len(body) > ANSWER_BYTES:
                        raise ProviderFailed
                answer = orjson.loads(body) if response.ok else None
        except (aiohttp.ClientError, TimeoutError, ValueError) as failed:
            raise ProviderFailed from failed
        if not isinstance(answer, dict):
            raise ProviderFailed
        return answer
