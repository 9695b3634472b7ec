"""The secret that signs tokens: given by the environment, or made once and kept in the home."""

import contextlib
import os
import secrets

from bot.cli.environment import home
from bot.cli.refusal import Misused
from bot.settings import Settings

SECRET_BYTES = 48
SECRET_CHARS_MIN = 32


def signing_secret(settings: Settings) -> str:
    """Return the secret, making it on first use.

    Raises Misused when the one given is too short to be safe; the demo marketplace has nothing to
    protect and takes any.
    """
    if settings.secret is not None:
        given = settings.secret.get_secret_value()
        if len(given) < (1 if settings.demo else SECRET_CHARS_MIN):
            raise Misused(f"MILEPOST_SECRET must have at least {SECRET_CHARS_MIN} characters.")
        return given
    path = home(settings) / "secret"
    with contextlib.suppress(FileNotFoundError):
        return path.read_text("ascii").strip()
    own = path.with_name(f"secret.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(secrets.token_urlsafe(SECRET_BYTES), "ascii")
    # Two processes may come here at once: the first link wins, and both read what it holds.
    with contextlib.suppress(FileExistsError):
        os.link(own, path)
    own.unlink()
    return path.read_text("ascii").strip()
