"""Members of the desk: handle, roles, and which chats they take."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.desk.models import ACCOUNT_LENGTH, NAME_LENGTH

PASSWORD_HASH_LENGTH = 160
CAPACITY = 3  # chats at once, unless said otherwise
CAPACITY_MAX = 10


class StaffMember(Base):
    """Somebody who may sign in at the desk. Never deleted: conversations name who answered them."""

    __tablename__ = "staff_member"

    handle: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    password_hash: Mapped[str] = mapped_column(String(PASSWORD_HASH_LENGTH))
    roles: Mapped[list[str]] = mapped_column(JSON)
    categories: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    capacity: Mapped[int]
    active: Mapped[bool]
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the desk, as of one moment."""

    handle: str
    name: str
    roles: tuple[str, ...]
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    capacity: int = CAPACITY
    active: bool = True

    def speaks(self, language: str) -> bool:
        """Tell whether they speak a language, whichever its region."""
        return language.partition("-")[0].lower() in self.languages


def snapshot(row: StaffMember) -> Member:
    """Read a row."""
    return Member(
        handle=row.handle,
        name=row.name,
        roles=tuple(row.roles),
        categories=tuple(row.categories),
        languages=tuple(row.languages),
        capacity=row.capacity,
        active=row.active,
    )
