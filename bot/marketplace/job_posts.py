"""Job posts that wait to be posted: what a client has accepted, kept for them until they post it themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.db import Base, Database
from bot.marketplace.account import Account
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH
from bot.marketplace.port import MarketplaceUnavailable
from bot.marketplace.standing import Act, require


class JobPosts(Protocol):
    """Where accepted drafts of job posts can be taken to. Not every marketplace takes them."""

    async def take(self, account: str, *, draft: str, version: int, fields: Mapping[str, Any], text: str) -> str:
        """Keep a draft among the account's own, once, and return its reference; it is not posted.

        Raises MarketplaceUnavailable; StandingForbids where the account may post none.
        """
        ...


class JobPostDraft(Base):
    """A draft that its client has accepted at the desk. `draft` is the desk's own name for it."""

    __tablename__ = "job_post_draft"

    reference: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    draft: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]


class SqlJobPosts:
    """Keeps them in our own tables."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def take(self, account: str, *, draft: str, version: int, fields: Mapping[str, Any], text: str) -> str:
        """Keep a draft, once. Raises StandingForbids; MarketplaceUnavailable also for an account that we do not have."""
        reference = f"J-{draft[:8].upper()}"
        try:
            async with self._database.transaction() as session:
                owner = await session.get(Account, account)
                if owner is None:
                    raise MarketplaceUnavailable
                require(owner.role, owner.standing, Act.POST_JOB)
                if await session.scalar(select(JobPostDraft.draft).where(JobPostDraft.draft == draft)) is None:
                    session.add(
                        JobPostDraft(
                            reference=reference, draft=draft, account_id=account, version=version,
                            fields=dict(fields), text=text, taken_at=self._clock.now(),
                        )
                    )  # fmt: skip
        except (SQLAlchemyError, OSError) as error:
            raise MarketplaceUnavailable from error
        return reference
