"""What a head makes of examples that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost_runtime.nlu.head import fitted

FOLDS = 5
FEWEST_EXAMPLES = 2  # of a topic, before it can be both learnt and tried


@dataclass(frozen=True)
class Unseen:
    """For each example that could be tried: its place, and the topic found for it with its probability, gate and sureness."""

    places: np.ndarray
    found: np.ndarray
    probabilities: np.ndarray
    gates: np.ndarray
    sureness: np.ndarray
    right: np.ndarray


def out_of_fold(vectors: np.ndarray, texts: Sequence[str], labels: Sequence[str], folds: int = FOLDS) -> Unseen:
    """Try every example on a head that was fitted without it and without the rest of its fold."""
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415 - only for training

    names, words = np.asarray(labels, dtype=object), np.asarray(texts, dtype=object)
    _, indices, counts = np.unique(names.astype(str), return_inverse=True, return_counts=True)
    places = np.flatnonzero(counts[indices] >= FEWEST_EXAMPLES)
    folds = min(folds, int(counts[counts >= FEWEST_EXAMPLES].min(initial=folds)))
    found = np.full(len(names), "", dtype=object)
    probabilities, gates, sureness = np.zeros((3, len(names)))
    for seen, unseen in StratifiedKFold(folds, shuffle=True, random_state=0).split(places, indices[places]):
        train, test = places[seen], places[unseen]
        head = fitted(vectors[train], words[train], names[train])
        judged = head.judged(vectors[test], words[test])
        found[test] = np.asarray(head.topics, dtype=object)[judged.likeliest]
        probabilities[test], gates[test] = judged.probabilities.max(axis=1), judged.gates
        sureness[test] = judged.sureness
    return Unseen(
        places, found[places], probabilities[places], gates[places], sureness[places], found[places] == names[places]
    )
