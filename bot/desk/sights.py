"""Sights: what changes about conversations that somebody at the desk follows, at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.drafting import JobDraftRow
from bot.desk.handoffs.handoff import Handoff
from bot.desk.models import CONVERSATIONS
from bot.desk.notes import StaffNote


@dataclass(frozen=True, slots=True)
class Sight:
    """One conversation at one moment. `state` differs whenever its view at the desk does."""

    last_seq: int
    seen_seq: int
    notes: int
    state: tuple[Any, ...]


async def of(session: AsyncSession, conversations: Iterable[str]) -> dict[str, Sight]:
    """Look at conversations, all in one query."""
    handoff = (
        select(Handoff.version)
        .where(Handoff.conversation == CONVERSATIONS.c.id)
        .order_by(Handoff.requested_at.desc(), Handoff.id)
        .limit(1)
    )
    draft = select(func.max(JobDraftRow.version)).where(JobDraftRow.conversation == CONVERSATIONS.c.id)
    drafts = (
        select(func.count())
        .select_from(JobDraftRow)
        .where(JobDraftRow.conversation == CONVERSATIONS.c.id, JobDraftRow.state != "open")
    )
    handoffs = select(func.count()).select_from(Handoff).where(Handoff.conversation == CONVERSATIONS.c.id)
    notes = select(func.count()).select_from(StaffNote).where(StaffNote.conversation == CONVERSATIONS.c.id)
    rows = await session.execute(
        select(
            CONVERSATIONS.c.id,
            CONVERSATIONS.c.last_seq,
            CONVERSATIONS.c.seen_seq,
            notes.scalar_subquery(),
            CONVERSATIONS.c.version,
            CONVERSATIONS.c.closed_at,
            handoffs.scalar_subquery(),
            handoff.scalar_subquery(),
            draft.scalar_subquery(),
            drafts.scalar_subquery(),
        ).where(CONVERSATIONS.c.id.in_(list(conversations)))
    )
    return {row[0]: Sight(row[1], row[2], row[3], tuple(row[4:])) for row in rows}
