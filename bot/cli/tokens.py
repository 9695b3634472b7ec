"""Tokens as a host site would sign them (protocol.md), for demos, tests and operators."""

import re
import time
from uuid import uuid4

import jwt

from bot.cli.refusal import Misused

LIFETIME_S = 600
HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:+-]{0,79}")


class MalformedHandle(Misused):
    """No account can be called so."""

    code = "malformed_handle"
    sentence = "An account's handle has 1 to 80 letters, digits or . _ @ : + - and begins with a letter or digit."


def require_handle(account: str) -> None:
    """Refuse what cannot be an account's handle. Raises MalformedHandle."""
    if not HANDLE.fullmatch(account):
        raise MalformedHandle


def signed_token(
    account: str, *, secret: str, auth_age_s: int, name: str | None = None, email: str | None = None
) -> str:
    """Sign a token for `account`, whose person signed in `auth_age_s` seconds ago, is read as `name` and has `email`.

    Real time, whatever the application's clock says, because that is what tokens are checked against.
    """
    now = int(time.time())
    wished = {"name": name, "email": email}
    claims = {
        "sub": account,
        "iat": now,
        "exp": now + LIFETIME_S,
        "jti": str(uuid4()),
        "aud": "milepost",
        "auth_time": now - auth_age_s,
        **{claim: value for claim, value in wished.items() if value},
    }
    return jwt.encode(claims, secret, algorithm="HS256")
