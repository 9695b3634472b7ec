"""Carried over: answers that are owed still when a person is called, though the call makes the assistant another owner."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.models import TURNS, TurnState


async def queued(session: AsyncSession, *, conversation: str) -> list[int]:
    """List the messages of a conversation whose turn has not begun."""
    seqs = await session.scalars(
        select(TURNS.c.seq)
        .where(TURNS.c.conversation == conversation, TURNS.c.state == TurnState.QUEUED)
        .order_by(TURNS.c.seq)
    )
    return list(seqs)


async def owe_again(session: AsyncSession, *, conversation: str, seqs: Sequence[int], version: int) -> None:
    """Owe answers to messages, by the owner whom the conversation has in `version`; those that have begun are left."""
    await session.execute(
        update(TURNS)
        .where(
            TURNS.c.conversation == conversation,
            TURNS.c.seq.in_(seqs),
            TURNS.c.state.in_((TurnState.QUEUED, TurnState.DROPPED)),
        )
        .values(state=TurnState.QUEUED, version=version)
    )
