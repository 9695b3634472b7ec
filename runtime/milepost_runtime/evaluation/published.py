"""Published data, read as its authors split it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Labelled = tuple[list[str], list[str]]  # texts, labels


@dataclass(frozen=True)
class Published:
    """What is learnt from, what is tried, and what belongs to no topic."""

    train: Labelled
    test: Labelled
    outside: list[str]


def banking77(folder: Path) -> Published:
    """BANKING77 with ten examples a topic."""
    return Published(_tsv(folder / "banking77" / "train_10.tsv"), _tsv(folder / "banking77" / "test.tsv"), [])


def clinc150(folder: Path) -> Published:
    """CLINC150, full, with its questions that are out of scope."""
    rows = json.loads((folder / "clinc150" / "data_full.json").read_text("utf-8"))
    return Published(_pairs(rows["train"]), _pairs(rows["test"]), [text for text, _ in rows["oos_test"]])


def _tsv(path: Path) -> Labelled:
    return _pairs([line.split("\t")[::-1] for line in path.read_text("utf-8").splitlines()])


def _pairs(rows: list[list[str]]) -> Labelled:
    return [row[0] for row in rows], [row[1] for row in rows]
