"""Amounts of money, in minor units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from milepost_runtime.nlu.references.reference import Reference

_SIGNS = {"$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD"} | {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pounds": "GBP",
}
_NUMBER = r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,9}}(?:\.\d{{1,2}})?)(?:\s?(?P<{0}_thousands>k)\b)?"
_AMOUNT = re.compile(
    rf"(?P<sign>us\$|[$€£]|\b(?:usd|eur|gbp))\s?{_NUMBER.format('after')}(?![\d,]*\d)"
    rf"|(?<![\w.,]){_NUMBER.format('before')}\s?(?P<word>[$€£](?!\d)|(?:usd|eur|gbp|dollars?|bucks|euros?|pounds)\b)",
    re.IGNORECASE,
)
MINOR = 100  # of one major unit, in each currency that is read


def amounts(text: str) -> Iterator[Reference]:
    """Find "$1,150", "400 USD", "1.5k dollars"; the value is in minor units, `currency` is beside it."""
    for match in _AMOUNT.finditer(text):
        side = "after" if match["sign"] else "before"
        major = Decimal(match[side].replace(",", "")) * (1000 if match[f"{side}_thousands"] else 1)
        currency = _SIGNS[(match["sign"] or match["word"]).lower()]
        yield Reference("amount", int(major * MINOR), *match.span(), {"currency": currency})
