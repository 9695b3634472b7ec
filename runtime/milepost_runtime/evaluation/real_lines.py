"""Lines that real people wrote, and whether what we make of each would do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from milepost_runtime.nlu.bands import Band
from milepost_runtime.nlu.reading import Reading

FILE = "real_dev.jsonl"
OUTSIDE = "out_of_scope"


@dataclass(frozen=True)
class RealLine:
    """A line with the topics that are acceptable for it, the best one first."""

    text: str
    topics: tuple[str, ...]

    @property
    def in_scope(self) -> bool:
        """Tell whether the line asks for something that we answer."""
        return self.topics[0] != OUTSIDE

    def accepts(self, topic: str) -> bool:
        """Tell whether a topic would do. Anything that sends the person elsewhere is `out_of_scope`."""
        return topic in self.topics or (OUTSIDE in self.topics and is_outside(topic))


@dataclass(frozen=True)
class Scores:
    """Shares of lines: with an acceptable topic; of those out of scope, recognised; of those in scope, acted on wrongly."""

    acceptable: float
    in_scope: float
    outside: float
    wrong_and_sure: float
    asked_back: float


def real_lines(folder: Path) -> list[RealLine]:
    """Read the lines; the folder must hold FILE."""
    rows = map(json.loads, (folder / FILE).read_text("utf-8").splitlines())
    return [RealLine(row["text"], (row["topic"], *row["also"])) for row in rows]


def is_outside(topic: str) -> bool:
    """Tell whether a topic says that the matter is not ours, or not understood."""
    return topic in (OUTSIDE, Band.NOT_UNDERSTOOD.value) or topic.startswith("other_")


def printed(reading: Reading) -> str:
    """Return the topic of a reading as `understand` prints it."""
    return Band.NOT_UNDERSTOOD.value if reading.band is Band.NOT_UNDERSTOOD else reading.topic


def scores(lines: Sequence[RealLine], readings: Sequence[Reading]) -> Scores:
    """Judge readings of lines."""
    judged = [(line, reading, line.accepts(printed(reading))) for line, reading in zip(lines, readings, strict=True)]
    inside = [case for case in judged if case[0].in_scope]
    outside = [case for case in judged if not case[0].in_scope]
    return Scores(
        acceptable=_share(fine for _, _, fine in judged),
        in_scope=_share(fine for _, _, fine in inside),
        outside=_share(fine for _, _, fine in outside),
        wrong_and_sure=_share(reading.band is Band.ACT and not fine for _, reading, fine in inside),
        asked_back=_share(reading.band is Band.ASK_BACK for _, reading, _ in judged),
    )


def _share(cases: object) -> float:
    found = list(cases)  # type: ignore[call-overload]
    return sum(found) / len(found) if found else float("nan")
