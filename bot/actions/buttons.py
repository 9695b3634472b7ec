"""The blocks under one answer: none twice, and a single set of buttons, whatever its parts came with."""

from collections.abc import Iterable
from typing import Any

CHOICES = "choices"


def joined(blocks: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Put all buttons into the last place, numbered through; none is offered twice, nor is any other block.

    A press names its button by the id alone, so two sets side by side could not be told apart.
    """
    others: list[dict[str, Any]] = []
    offered: dict[str, dict[str, Any]] = {}
    for block in blocks:
        if block["type"] != CHOICES:
            if block not in others:  # two sentences may come with the same link
                others.append(block)
            continue
        for choice in block[CHOICES]:
            offered.setdefault(repr(choice["then"]), choice)
    if not offered:
        return tuple(others)
    numbered = [{**choice, "id": str(number)} for number, choice in enumerate(offered.values(), start=1)]
    return (*others, {"type": CHOICES, CHOICES: numbered})
