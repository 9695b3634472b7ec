"""Contracts by their number: "C-1001", "contract #1001"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost_runtime.nlu.references.reference import Reference

_NUMBER = re.compile(
    r"\bC\s?[-–_]\s?(?P<with_letter>\d{3,12})\b"  # noqa: RUF001 - phones make dashes of hyphens
    r"|\bC(?P<joined>\d{4,12})\b"
    r"|\bcontract(?:\s+(?:id|no|nr|number))?\.?\s*(?:is\s+|:\s*)?#?\s*(?P<after_word>\d{3,12})\b",
    re.IGNORECASE,
)


def contracts(text: str) -> Iterator[Reference]:
    """Find contract numbers, each as "C-" and its digits."""
    for match in _NUMBER.finditer(text):
        digits = match["with_letter"] or match["joined"] or match["after_word"]
        yield Reference("contract", f"C-{digits}", *match.span())
