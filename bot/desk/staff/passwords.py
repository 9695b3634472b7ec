"""Passwords: argon2id, with the library's parameters. Both functions work for some 50 ms and hold up their thread."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import Refused

PASSWORD_MIN = 10
PASSWORD_MAX = 200  # what is longer only costs time

_HASHER = PasswordHasher()


class WeakPassword(Refused):
    """The password is too short or too long."""

    code = "weak_password"
    sentence = f"A password has {PASSWORD_MIN} to {PASSWORD_MAX} characters."


def hashed(password: str) -> str:
    """Return the hash to keep. Raises WeakPassword."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise WeakPassword
    return _HASHER.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed; without a hash it takes as long, and is not."""
    try:
        verified = _HASHER.verify(password_hash or _nobodys(), password[: PASSWORD_MAX + 1])
    except (VerificationError, InvalidHashError):
        return False
    return verified and password_hash is not None


@cache
def _nobodys() -> str:
    """Make a hash to compare with where there is none, so that nobody learns by the time which handles exist."""
    return _HASHER.hash("x" * PASSWORD_MIN)
