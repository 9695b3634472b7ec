"""`milepost staff …`: who may sign in at the desk."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.database import upgrade
from bot.clock import WallClock
from bot.db import Database
from bot.desk.staff import members, passwords
from bot.desk.staff.member import Member
from bot.settings import Settings


def add_member(
    settings: Settings,
    *,
    handle: str,
    name: str,
    password: str,
    roles: Sequence[str],
    categories: Sequence[str],
    languages: Sequence[str],
    capacity: int,
) -> None:
    """Add somebody. Raises WeakPassword, HandleTaken, WrongMember."""
    password_hash = passwords.hashed(password)
    now = WallClock(settings.clock).now()

    async def adding(session: AsyncSession) -> None:
        await members.add(
            session, handle=handle, name=name, password_hash=password_hash, roles=roles, categories=categories,
            languages=languages, capacity=capacity, now=now,
        )  # fmt: skip

    _apply(settings, adding)


def list_members(settings: Settings) -> list[Member]:
    """List everybody who may sign in, by name."""
    return _apply(settings, members.everybody)


def change_password(settings: Settings, *, handle: str, password: str) -> None:
    """Give somebody another password and sign them out. Raises WeakPassword, UnknownMember."""
    password_hash = passwords.hashed(password)

    async def changing(session: AsyncSession) -> None:
        await members.set_password(session, handle=handle, password_hash=password_hash)

    _apply(settings, changing)


def disable_member(settings: Settings, *, handle: str) -> None:
    """Let somebody in no more; whatever they said keeps their name. Raises UnknownMember."""

    async def disabling(session: AsyncSession) -> None:
        await members.change(session, handle=handle, active=False)

    _apply(settings, disabling)


def _apply[T](settings: Settings, change: Callable[[AsyncSession], Awaitable[T]]) -> T:
    upgrade(settings)

    async def applying() -> T:
        database = Database(settings.database)
        try:
            async with database.transaction() as session:
                return await change(session)
        finally:
            await database.close()

    return asyncio.run(applying())
