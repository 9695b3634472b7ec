"""The demo's desk: its four people, and the one password that they share."""

import os
import secrets
from datetime import datetime

from bot.db import Database
from bot.desk.staff import demo, members, passwords
from bot.settings import Settings

PASSWORD_FILE = "desk_password"  # noqa: S105 - the name of a file
PASSWORD_BYTES = 12


def demo_password(settings: Settings) -> str:
    """Return the demo desk's password: made once, and kept in the home."""
    path = settings.home / PASSWORD_FILE
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(PASSWORD_BYTES))
    return path.read_text("ascii").strip()


async def ensure_demo_staff(database: Database, settings: Settings, *, now: datetime) -> None:
    """Make the demo's staff where there is nobody; a new password is given to those who are there."""
    is_new = not (settings.home / PASSWORD_FILE).exists()
    password_hash = passwords.hashed(demo_password(settings))
    async with database.transaction() as session:
        if await demo.ensure(session, password_hash=password_hash, now=now) or not is_new:
            return
        for member in demo.STAFF:
            if await members.find(session, handle=member.handle) is not None:
                await members.set_password(session, handle=member.handle, password_hash=password_hash)
