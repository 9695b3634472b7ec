"""Overtaking: what a case asked for came about in another way, so nothing is left to decide."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace import audit
from bot.marketplace.cases.case import Case, CaseKind, CaseState


async def overtake(session: AsyncSession, *, kind: CaseKind, account: str, at: datetime) -> None:
    """Close the account's open case of a kind, if it has one."""
    await session.execute(
        update(Case)
        .where(Case.account_id == account, Case.kind == kind, Case.state == CaseState.SUBMITTED)
        .values(state=CaseState.OVERTAKEN, decided_at=at, decided_by=audit.PLATFORM)
    )
