"""What to do about a message: act on it, ask back, or admit that it was not understood."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum

import numpy as np

# Two measures are held against two lines. What is near no example is not understood, however likely its topic: nearness
# weighs most (`Judged.gates`). What is near two topics is asked back about: there the probability does (`Judged.sureness`);
# with one measure for both, plain requests that only name other things than the examples were asked back about.
# The lines are set on our own examples, each judged by a head that had not seen it: no sentence from
# outside is needed, and they move with the data at every training.
# This share of the examples falls below the lower line. The more examples there are the nearer they stand to each other,
# and the line rises with them, though nobody who writes to us has come nearer: 0.05 was right for fewer.
NOT_UNDERSTOOD_SHARE = 0.03
# Of the examples, this share is above the upper line with a wrong topic. Real people's messages are
# further from our examples than these from each other: there it is more than twice as many.
WRONG_AND_SURE_SHARE = 0.0275
# Asking back more often than this would be a nuisance whatever the risk.
MOST_ASKED_BACK = 0.30


class Band(str, Enum):
    """How sure the assistant is."""

    ACT = "act"
    ASK_BACK = "ask_back"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Bands:
    """The lines that a gate and a sureness are held against."""

    not_understood_below: float
    ask_back_below: float

    @classmethod
    def of(cls, gates: np.ndarray, sureness: np.ndarray, right: np.ndarray) -> Bands:
        """Set the lines from examples that the head had not seen, and whether each one's topic was right."""
        if not len(gates):
            return cls(0.0, 0.0)
        low = np.quantile(gates, NOT_UNDERSTOOD_SHARE)
        understood = gates >= low
        wrong = np.sort(sureness[understood & ~right])[::-1]
        allowed = int(WRONG_AND_SURE_SHARE * len(gates))
        line = np.nextafter(wrong[allowed], np.inf) if allowed < len(wrong) else 0.0
        return cls(float(low), float(min(line, np.quantile(sureness[understood], MOST_ASKED_BACK))))

    def band(self, gate: float, sureness: float) -> Band:
        """Decide for one message."""
        if gate < self.not_understood_below:
            return Band.NOT_UNDERSTOOD
        return Band.ASK_BACK if sureness < self.ask_back_below else Band.ACT

    def as_dict(self) -> dict[str, float]:
        """Return the lines by name."""
        return asdict(self)
