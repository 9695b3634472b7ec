"""INSERT … ON CONFLICT, which SQLite and Postgres share and SQLAlchemy spells per dialect."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

type Insert = postgresql.Insert | sqlite.Insert
type Spelt = Mapping[str, Any]  # a statement by the name of its dialect

_INSERTS: Mapping[str, Callable[[Table], Insert]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def upsert(session: AsyncSession, into: Table) -> Insert:
    """Start an insert that may say what happens on a conflict."""
    return _INSERTS[_dialect(session)](into)


def spelt(into: Table, rest: Callable[[Insert], Any]) -> Spelt:
    """Write such an insert once, in both ways, to be run many times."""
    return {name: rest(insert(into)) for name, insert in _INSERTS.items()}


def of(session: AsyncSession, statement: Spelt) -> Any:
    """Return the session's way of writing it."""
    return statement[_dialect(session)]


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name
