"""INSERT … ON CONFLICT, which SQLite and Postgres share and SQLAlchemy spells per dialect."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def upsert(session: AsyncSession, into: Table) -> postgresql.Insert | sqlite.Insert:
    """Start an insert that may say what happens on a conflict."""
    postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(into) if postgres else sqlite.insert(into)
