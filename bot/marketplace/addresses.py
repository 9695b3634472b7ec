"""Addresses: where an account's mail goes. Records show it masked; this is for sending, and is shown to nobody."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.marketplace.account import Account


async def address_of(session: AsyncSession, *, account: str) -> str | None:
    """Read the registered address of an account of the embedded marketplace."""
    return await session.scalar(select(Account.email).where(Account.id == account))
