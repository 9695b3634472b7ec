"""Money: whole minor units and a currency."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents for USD)."""

    minor: int
    currency: str = "USD"

    def __add__(self, other: "Money") -> "Money":
        """Add an amount of the same currency."""
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Take away an amount of the same currency."""
        return Money(self.minor - self._same(other).minor, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            msg = f"{self.currency} and {other.currency} cannot be mixed"
            raise ValueError(msg)
        return other

    def wire(self) -> dict[str, Any]:
        """Write it as the protocol does."""
        return {"minor": self.minor, "currency": self.currency}
