"""Amounts that are wished for, in figures and in words: "300", "half of it", "the remaining 250", "all"."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from bot.actions.asked import Asked
from bot.marketplace.money import Money

#: "Release 300 of it": an amount in the contract's currency. "50%" and "2 days" are none.
BARE_NUMBER = re.compile(
    r"(?<![\w.,#-])\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?(?![\w.,-]*\d|\s*(?:%|percent|per cent|days?\b|weeks?\b))"
)
PERCENT = re.compile(r"(?<![\w.,-])(\d{1,3}(?:\.\d{1,2})?)\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
SHARES: tuple[tuple[re.Pattern[str], Decimal], ...] = tuple(
    (re.compile(rf"\b{words}\b", re.IGNORECASE), share)
    for words, share in (
        (r"three[ -]quarters?", Decimal(3) / 4),
        (r"two[ -]thirds?", Decimal(2) / 3),
        (r"(?:a|one) third", Decimal(1) / 3),
        (r"(?:a|one) quarter", Decimal(1) / 4),
        (r"half", Decimal(1) / 2),
        (r"(?:nothing|none of it)", Decimal(0)),
        (
            r"(?:all|everything|in full|fully|the rest|remainder|remaining|what(?: is|'s) left|(?:the|its) (?:whole|full|entire))",
            Decimal(1),
        ),
    )
)
#: "All but 100", "not more than 200": how much is meant is not for us to work out.
UNCLEAR = re.compile(
    r"\b(?:all|everything) (?:but|except)\b|\b(?:more|less) than\b|\bat (?:least|most)\b|\bexcept\b|\bminus\b",
    re.IGNORECASE,
)
#: Words that may stand around an amount that is the whole message.
AROUND = re.compile(
    r"(?:[$€£]|us\$|\b(?:a|about|amount|an|and|bucks|dollars?|eur|euros?|for|give|it|just|let'?s|make|me|money|of|off|ok|okay"
    r"|only|part|pay|per|percent|cent|please|pounds|release|say|that|the|then|them|this|to|usd|want|with|would|like|i|i'd|yes"
    r"|left|rest|sum|is|actually|better|change|changed|hmm|instead|i'?m|mean|meant|no|rather|so|sorry|w8|wait)\b|[\s.,!%'-])+",
    re.IGNORECASE,
)


def wished(asked: Asked, whole: Money) -> Money | None:
    """Return the amount that a form or a message names, of `whole`; None where none is named, or none clearly."""
    if asked.form is not None:
        given = asked.form.get("amount")
        return Money(int(given["minor"]), given["currency"]) if given else None
    if not asked.pressed and UNCLEAR.search(asked.text):
        return None
    if any(entity.get("currency", whole.currency) != whole.currency for entity in _amounts(asked)):
        return None
    figures = {
        *(int(entity["value"]) for entity in _amounts(asked)),
        *([] if asked.pressed else _bare(asked, whole.currency)),
    }
    shares = [] if asked.pressed else _shares(asked.text, whole)
    if len(figures) > 1 or (figures and shares):
        figures.discard(whole.minor)  # "250 of the 600", "half of the 600"
    if len(figures) == 1:
        return Money(figures.pop(), whole.currency)
    return shares[0] if shares and not figures else None


def is_amount(asked: Asked, whole: Money) -> bool:
    """Tell whether a message is an amount and nothing else."""
    if asked.pressed or asked.form is not None or wished(asked, whole) is None:
        return False
    rest = asked.text
    for pattern in (PERCENT, *(pattern for pattern, _ in SHARES), re.compile(r"[\d.,]+k?\b", re.IGNORECASE)):
        rest = pattern.sub(" ", rest)
    return AROUND.fullmatch(f" {rest} ") is not None


def _amounts(asked: Asked) -> list[Mapping[str, Any]]:
    return [entity for entity in asked.entities if entity.get("entity") == "amount"]


def _bare(asked: Asked, currency: str) -> list[int]:
    taken = [range(entity.get("start") or 0, entity.get("end") or 0) for entity in asked.entities]
    digits = get_currency_precision(currency)
    return [
        int(Decimal(match[0].replace(",", "")).scaleb(digits))
        for match in BARE_NUMBER.finditer(asked.text)
        if not any(match.start() in span for span in taken)
    ]


def _shares(text: str, whole: Money) -> list[Money]:
    """Return the shares that are named; the smallest kind of share first, so that "half of the rest" is a half."""
    percents = [Decimal(match[1]) / 100 for match in PERCENT.finditer(text)]
    named = [share for pattern, share in SHARES if pattern.search(text)]
    if len(percents) > 1:
        return []
    return [
        Money(int((whole.minor * share).quantize(Decimal(1), ROUND_HALF_EVEN)), whole.currency)
        for share in (*percents, *named)
    ]
