"""What to do about a message: act on it, ask back, or admit that it was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum

import numpy as np

# Shares of our own examples, each judged by a head that had not seen it, that fall below each line.
# No sentence from outside is needed to set them, and they move with the data at every training.
NOT_UNDERSTOOD_SHARE = 0.05
ASK_BACK_SHARE = 0.15
# Two topics nearer to each other than this are both meant until the person says which.
CLOSE = 0.10


class Band(str, Enum):
    """How sure the assistant is."""

    ACT = "act"
    ASK_BACK = "ask_back"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Bands:
    """The two lines that the gate is held against."""

    not_understood_below: float
    ask_back_below: float

    @classmethod
    def of(cls, gates: np.ndarray) -> Bands:
        """Set the lines from gates out of fold; NaN is passed over."""
        known = gates[~np.isnan(gates)]
        if not len(known):
            return cls(0.0, 0.0)
        low, high = np.quantile(known, (NOT_UNDERSTOOD_SHARE, ASK_BACK_SHARE))
        return cls(float(low), float(high))

    def band(self, gate: float, probabilities: Sequence[float]) -> Band:
        """Decide for one message; `probabilities` likeliest first."""
        if gate < self.not_understood_below:
            return Band.NOT_UNDERSTOOD
        close = len(probabilities) > 1 and probabilities[0] - probabilities[1] < CLOSE
        return Band.ASK_BACK if close or gate < self.ask_back_below else Band.ACT

    def as_dict(self) -> dict[str, float]:
        """Return the lines by name."""
        return asdict(self)
