"""The list of members: who is added, found and changed."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handoffs.handoff import CATEGORY_LENGTH
from bot.desk.models import ACCOUNT_LENGTH, NAME_LENGTH
from bot.desk.staff.member import CAPACITY, CAPACITY_MAX, Member, StaffMember, snapshot
from bot.desk.staff.roles import Role
from bot.desk.staff.session import StaffSession
from bot.errors import Refused

CATEGORIES_MAX = 50

_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class HandleTaken(Refused):
    """There is a member of that handle."""

    code = "handle_taken"
    sentence = "That handle is taken."


class WrongMember(Refused):
    """Something about the member does not fit; the sentence says what."""

    code = "wrong_member"


class UnknownMember(Refused):
    """There is no member of that handle."""

    code = "unknown_member"
    sentence = "Nobody at the desk has that handle."


async def add(
    session: AsyncSession,
    *,
    handle: str,
    name: str,
    password_hash: str,
    roles: Sequence[str],
    categories: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
    capacity: int = CAPACITY,
    now: datetime,
) -> Member:
    """Add a member. Raises HandleTaken, WrongMember."""
    _require(0 < len(handle) <= ACCOUNT_LENGTH and _HANDLE.fullmatch(handle) is not None, _A_HANDLE)
    fit = _fit(name=name, roles=roles, categories=categories, languages=languages, capacity=capacity)
    if await session.get(StaffMember, handle) is not None:
        raise HandleTaken
    row = StaffMember(handle=handle, password_hash=password_hash, active=True, created_at=now, **fit)
    session.add(row)
    await session.flush()  # whoever comes next in this transaction refers to it
    return snapshot(row)


async def find(session: AsyncSession, *, handle: str) -> Member | None:
    """Find a member, active or not."""
    row = await session.scalar(select(StaffMember).where(StaffMember.handle == handle))
    return None if row is None else snapshot(row)


async def require_member(session: AsyncSession, *, handle: str) -> Member:
    """Return an active member. Raises UnknownMember."""
    found = await find(session, handle=handle)
    if found is None or not found.active:
        raise UnknownMember
    return found


async def everybody(session: AsyncSession) -> list[Member]:
    """List the active members by name."""
    rows = await session.scalars(select(StaffMember).where(StaffMember.active).order_by(StaffMember.name))
    return [snapshot(row) for row in rows]


async def categories(session: AsyncSession) -> list[str]:
    """List the categories that active members have: those that chats can be sent to."""
    return sorted({category for member in await everybody(session) for category in member.categories})


async def change(session: AsyncSession, *, handle: str, **changed: Any) -> Member:
    """Change name, roles, categories, languages, capacity or active. Raises UnknownMember, WrongMember.

    Whoever is made inactive is signed out.
    """
    row = await session.get(StaffMember, handle)
    if row is None:
        raise UnknownMember
    active = changed.pop("active", row.active)
    before = snapshot(row)
    now_fit = _fit(
        **{
            "name": before.name,
            "roles": before.roles,
            "categories": before.categories,
            "languages": before.languages,
            "capacity": before.capacity,
            **changed,
        }
    )
    for column, value in now_fit.items():
        setattr(row, column, value)
    row.active = active
    if not active:
        await session.execute(delete(StaffSession).where(StaffSession.member == handle))
    await session.flush()  # it is read back by statements that go past the session's objects
    return snapshot(row)


async def set_password(session: AsyncSession, *, handle: str, password_hash: str) -> None:
    """Give a member another password and sign them out everywhere. Raises UnknownMember."""
    changed = await session.execute(
        update(StaffMember)
        .where(StaffMember.handle == handle)
        .values(password_hash=password_hash)
        .returning(StaffMember.handle)
    )
    if changed.one_or_none() is None:
        raise UnknownMember
    await session.execute(delete(StaffSession).where(StaffSession.member == handle))


_A_HANDLE = f"A handle has lower-case letters, digits, dots and dashes, {ACCOUNT_LENGTH} at most."


def _fit(
    *, name: str, roles: Sequence[str], categories: Sequence[str], languages: Sequence[str], capacity: int
) -> dict[str, Any]:
    _require(0 < len(name.strip()) <= NAME_LENGTH, f"A name has 1 to {NAME_LENGTH} characters.")
    _require(bool(roles) and set(roles) <= set(Role), f"A role is one of {', '.join(Role)}, and one at least.")
    _require(
        len(categories) <= CATEGORIES_MAX and all(0 < len(each.strip()) <= CATEGORY_LENGTH for each in categories),
        f"A category has 1 to {CATEGORY_LENGTH} characters, and a member {CATEGORIES_MAX} of them at most.",
    )
    _require(
        bool(languages) and all(_LANGUAGE.fullmatch(each) for each in languages), "A language is a code such as en."
    )
    _require(1 <= capacity <= CAPACITY_MAX, f"A member takes 1 to {CAPACITY_MAX} chats at once.")
    return {
        "name": name.strip(),
        "roles": list(dict.fromkeys(roles)),
        "categories": list(dict.fromkeys(each.strip() for each in categories)),
        "languages": list(dict.fromkeys(languages)),
        "capacity": capacity,
    }


def _require(fits: bool, sentence: str) -> None:  # noqa: FBT001 - read as an assertion
    if not fits:
        raise WrongMember(sentence)
