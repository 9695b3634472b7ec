"""Who somebody is: tokens that the host site signs, and ids that we give to anonymous browsers."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import orjson

from bot.clock import Clock
from bot.desk.models import ACCOUNT_LENGTH, NAME_LENGTH
from bot.errors import Refused
from bot.gateway.shapes import storable

AUDIENCE = "milepost"
LIFETIME = timedelta(minutes=10)
LEEWAY = timedelta(seconds=10)  # between the host site's clock and ours
REQUIRED = ("sub", "iat", "exp", "jti", "aud", "auth_time")
SHARED_ALGORITHM = "HS256"
# Never `none`, and one algorithm per key: a public key must not pass as an HMAC secret.
ALGORITHMS = frozenset({SHARED_ALGORITHM, "RS256", "ES256", "EdDSA"})
EMAIL_LENGTH = 254
VISITOR_BYTES = 24


class TokenInvalid(Refused):
    """The token was not signed by the host site for us, or lacks what it must say."""

    code = "token_invalid"
    sentence = "The sign-in could not be verified. Please reload the page."


class TokenExpired(Refused):
    """The token has run out."""

    code = "token_expired"
    sentence = "The sign-in has run out. Please sign in again."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account, as a token vouches for it until `expires_at`."""

    account: str
    expires_at: datetime
    auth_time: datetime
    name: str | None = None
    email: str | None = None


class Tokens:
    """Verifies tokens with the shared secret, or with the key that `kid` names.

    `clock` is the machine's own time: the host site's tokens know nothing of a moved clock.
    """

    def __init__(self, secret: str, clock: Clock, keys: Mapping[str, jwt.PyJWK] | None = None) -> None:
        self._secret = secret
        self._clock = clock
        self._keys = keys or {}

    def now(self) -> datetime:
        """Return the time that tokens are held against."""
        return self._clock.now()

    def verify(self, token: str) -> SignedIn:
        """Say who the token is about. Raises TokenInvalid, TokenExpired."""
        try:
            claims = self._claims(token)
            signed_in = _signed_in(claims)
            issued = _moment(claims["iat"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, OverflowError, OSError) as wrong:
            raise TokenInvalid from wrong
        now = self._clock.now()
        if signed_in.expires_at - issued > LIFETIME or issued > now + LEEWAY or signed_in.auth_time > now + LEEWAY:
            raise TokenInvalid
        if signed_in.expires_at + LEEWAY <= now:
            raise TokenExpired
        return signed_in

    def mint(
        self,
        account: str,
        *,
        name: str | None = None,
        email: str | None = None,
        lifetime: timedelta = LIFETIME,
        auth_age: timedelta = timedelta(0),
    ) -> str:
        """Sign a token as the host site would: for the demo page, the CLI and tests."""
        now = self._clock.now()
        claims: dict[str, Any] = {
            "sub": account,
            "aud": AUDIENCE,
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "jti": secrets.token_urlsafe(12),
            "auth_time": int((now - auth_age).timestamp()),
        }
        if name is not None:
            claims["name"] = name
        if email is not None:
            claims["email"] = email
        return jwt.encode(claims, self._secret, algorithm=SHARED_ALGORITHM)

    def _claims(self, token: str) -> dict[str, Any]:
        kid = jwt.get_unverified_header(token).get("kid")
        key: Any = self._secret
        algorithm = SHARED_ALGORITHM
        if kid is not None:
            key = self._keys[kid]
            algorithm = key.algorithm_name
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=AUDIENCE,
            # Times are held against our clock, below; PyJWT would ask the machine's by itself.
            options={"require": list(REQUIRED), "verify_exp": False, "verify_iat": False},
        )


def read_keys(path: Path) -> dict[str, jwt.PyJWK]:
    """Read further keys from a JWK set (RFC 7517), each with `kid` and `alg`. Raises ValueError."""
    keys: dict[str, jwt.PyJWK] = {}
    for entry in orjson.loads(path.read_bytes())["keys"]:
        kid, algorithm = entry.get("kid"), entry.get("alg")
        if not kid or algorithm not in ALGORITHMS or kid in keys:
            raise ValueError(f"{path.name}: each key needs a kid of its own and an alg of {sorted(ALGORITHMS)}")
        keys[kid] = jwt.PyJWK(entry, algorithm=algorithm)
    return keys


class Visitors:
    """Ids of anonymous browsers: random, and signed so that nobody makes one up."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"visitor:" + secret.encode()).digest()

    def new(self) -> str:
        """Make an id for a browser that has none."""
        number = secrets.token_urlsafe(VISITOR_BYTES)
        return f"v1.{number}.{self._mark(number)}"

    def known(self, visitor: str | None) -> str | None:
        """Return the random part of an id that we gave, None for any other."""
        match (visitor or "").split("."):
            case ["v1", number, mark] if hmac.compare_digest(mark.encode(), self._mark(number).encode()):
                return number
        return None

    def _mark(self, number: str) -> str:
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()[:32]


def _signed_in(claims: Mapping[str, Any]) -> SignedIn:
    account, jti = claims["sub"], claims["jti"]
    if not isinstance(account, str) or not 0 < len(account) <= ACCOUNT_LENGTH or not account.isprintable() or not jti:
        raise ValueError("sub and jti must be text")
    return SignedIn(
        account,
        expires_at=_moment(claims["exp"]),
        auth_time=_moment(claims["auth_time"]),
        name=_short(claims.get("name"), NAME_LENGTH),
        email=_short(claims.get("email"), EMAIL_LENGTH),
    )


def _moment(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError("a moment must be a number of seconds")
    return datetime.fromtimestamp(seconds, UTC)


def _short(value: Any, longest: int) -> str | None:
    return storable(value).strip()[:longest] or None if isinstance(value, str) else None
