"""Ratings: what a person thought of the answers."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.models import Author, Message, Rating
from bot.errors import Refused

COMMENT_LENGTH = 1000


class NotRateable(Refused):
    """Nobody has answered yet."""

    code = "not_rateable"
    sentence = "There is no answer to rate yet."


async def rate(session: AsyncSession, *, conversation: str, score: int, comment: str | None, now: datetime) -> None:
    """Keep the rating of a conversation; a later one replaces it. Raises NotRateable."""
    answered = exists().where(
        Message.conversation == conversation, Message.kind.in_((Author.ASSISTANT, Author.SPECIALIST))
    )
    if not await session.scalar(select(answered)):
        raise NotRateable
    await session.merge(Rating(conversation=conversation, score=score, comment=comment, at=now))
