"""Reminders: a clock is about to run out against somebody, told from their own record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.blocks import contract_clock, milestone_clock
from bot.actions.payments.receipts import ReadBy
from bot.actions.phrases import phrased
from bot.actions.words import Words
from bot.marketplace.nudges import DueNudge
from bot.marketplace.port import ContractView, Marketplace, MilestoneView, Records


@dataclass(frozen=True, slots=True)
class ToldReminder:
    """A reminder in words, with the clock beside it."""

    text: str
    blocks: tuple[dict[str, Any], ...]


class ReminderWords:
    """Tells reminders."""

    def __init__(self, words: Words, marketplace: Marketplace) -> None:
        """Tell them in `words`, of what `marketplace` says at that moment."""
        self._words = words
        self._marketplace = marketplace

    async def told(self, nudge: DueNudge, *, locale: str, zone: str | None, now: datetime) -> ToldReminder | None:
        """Tell a reminder to its reader, who is at home in `zone` (IANA); None where the record has no such contract.

        Raises MarketplaceUnavailable.
        """
        records = await self._marketplace.records(nudge.account)
        contract = _contract(records, nudge.contract)
        if records is None or contract is None:
            return None
        milestone = next((one for one in contract.milestones if one.number == nudge.milestone), None)
        values: dict[str, object] = {
            "contract": contract.id,
            "title": contract.title,
            "counterpart": contract.counterpart,
            "amount": contract.escrow if milestone is None else milestone.in_escrow,
            "milestone": "" if milestone is None else f"{milestone.number} “{milestone.title}”",
            "due": nudge.due_at,
            "as_of": records.as_of,
        }
        reader = ReadBy(now, ZoneInfo(zone or "UTC"), locale)
        text = self._words.speaking(locale).text(f"nudge.{nudge.kind.value}", **phrased(reader, values))
        block = _clock(records, contract, milestone)
        return ToldReminder(text, () if block is None else (block,))


def _contract(records: Records | None, wanted: str) -> ContractView | None:
    if records is None:
        return None
    return next((contract for contract in records.contracts if contract.id == wanted), None)


def _clock(records: Records, contract: ContractView, milestone: MilestoneView | None) -> dict[str, Any] | None:
    return contract_clock(contract, records) if milestone is None else milestone_clock(contract, milestone, records)
