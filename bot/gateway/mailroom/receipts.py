"""Receipts by mail: what moved an account's money is written to its person too, in the transaction that tells it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import contacts
from bot.desk.conversations import Party
from bot.desk.messages import Block
from bot.desk.presses import Pressed
from bot.mail import outbox
from bot.marketplace import addresses

LETTER = "receipt"


async def owe(session: AsyncSession, blocks: Sequence[Block], pressed: Pressed, *, now: datetime) -> None:
    """Owe the receipt among `blocks` as a letter, once a quote; what moved nothing has no receipt by mail."""
    told = next((block for block in blocks if block["type"] == LETTER), None)
    if told is None or not told["lines"]:
        return
    address = await addresses.address_of(session, account=pressed.account)
    if address is None:  # a marketplace of its own vouches for one in the token
        address = await contacts.address_of(session, party=Party(account=pressed.account))
    if address is None:
        return
    await outbox.put(
        session,
        key=f"{LETTER}:{told['quote']}",
        kind=LETTER,
        address=address,
        account=pressed.account,
        conversation=pressed.conversation,
        locale=pressed.locale,
        zone=pressed.zone,
        subject_data={
            "title": told["summary"],
            "lines": [{"label": line["label"], "amount": line["amount"]} for line in told["lines"]],
            "contract": told["contract"],
            "at": told["at"],
        },
        at=now,
    )
