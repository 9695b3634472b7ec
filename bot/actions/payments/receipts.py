"""Receipts: what was done, said to whoever did it, with the lines of their own ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.phrases import phrased
from bot.actions.quoting import facts, keyed, summary
from bot.actions.words import Words
from bot.clock import wire_time
from bot.marketplace.commands import Receipt


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Whom a receipt is written for."""

    now: datetime
    zone: ZoneInfo
    locale: str


@dataclass(frozen=True, slots=True)
class ToldReceipt:
    """A receipt in words: what the press says in the thread, what was done, and the block."""

    press: str
    text: str
    blocks: tuple[dict[str, Any], ...]


class ReceiptWords:
    """Tells receipts."""

    def __init__(self, words: Words) -> None:
        """Tell them in `words`."""
        self._words = words

    def told(self, receipt: Receipt, *, locale: str, zone: str | None, now: datetime) -> ToldReceipt:
        """Tell a receipt to its reader, who is at home in `zone` (IANA)."""
        reader = ReadBy(now, ZoneInfo(zone or "UTC"), locale)
        quote, words = receipt.quote, self._words.speaking(locale)
        short = summary(quote, reader, words)
        ends = "due" if receipt.due_at and f"receipt.{quote.action}.due" in words else None
        key = f"receipt.{quote.action}.{ends}" if ends else keyed("receipt", quote, words)
        done = {"contract": receipt.contract, "at": receipt.at, "due": receipt.due_at or receipt.at}
        said = words.text(key, **phrased(reader, {**facts(quote, words), **done}))
        return ToldReceipt(
            press=words.text("receipt.press", summary=short),
            text=said,
            blocks=(
                {
                    "type": "receipt",
                    "quote": quote.id,
                    "action": quote.action.value,
                    "summary": short,
                    "at": wire_time(receipt.at),
                    "contract": receipt.contract,
                    "amount": quote.amount.wire(),
                    "lines": [
                        {
                            "at": wire_time(line.at),
                            "kind": line.kind,
                            "label": line.label,
                            "amount": line.amount.wire(),
                            "contract": line.contract,
                            "milestone": line.milestone,
                        }
                        for line in receipt.lines
                    ],
                },
            ),
        )
