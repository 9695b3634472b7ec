"""One thing that a message refers to, and where it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reference:
    """`kind` is the entity's name; `value` is normalised; `more` are further keys beside it."""

    kind: str
    value: Any
    start: int
    end: int
    more: Mapping[str, Any] = field(default_factory=dict)

    def overlaps(self, other: Reference) -> bool:
        """Tell whether both stand, in part, on the same letters."""
        return self.start < other.end and other.start < self.end
