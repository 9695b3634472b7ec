"""The intent head: a linear classifier over sentence vectors that also knows how near its examples are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Chosen on the validation part of BANKING77 10-shot, and kept for everything since.
INVERSE_REGULARISATION = 30.0
ITERATIONS = 300
TOLERANCE = 1e-3
FOLDS = 5
FEWEST_EXAMPLES = 2  # of a topic, before its scores out of fold mean anything

ARRAYS, NAMES = "head.npz", "head.json"


@dataclass(frozen=True)
class Head:
    """Weights of a softmax over topics, and the vectors of all examples.

    weights (topics, WIDTH), bias (topics,), examples (examples, WIDTH) with unit rows, `texts` the
    examples' words and `example_topics` the index of each one's topic.
    """

    topics: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    examples: np.ndarray
    example_topics: np.ndarray
    texts: tuple[str, ...]

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """Return the probability of each topic, one row for each vector."""
        logits = vectors @ self.weights.T + self.bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def gates(self, vectors: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
        """Return how far each vector may be trusted: sqrt(likeliest topic's probability) * cosine of the nearest example.

        The classifier alone is sure of sentences like nothing it has seen; the distance alone does not
        tell neighbours apart.
        """
        return np.sqrt(probabilities.max(axis=1)) * (vectors @ self.examples.T).max(axis=1)

    def save(self, folder: Path) -> None:
        """Write the head into a folder, as plain arrays and JSON."""
        np.savez(
            folder / ARRAYS,
            weights=self.weights,
            bias=self.bias,
            examples=self.examples.astype(np.float16),
            example_topics=self.example_topics,
        )
        (folder / NAMES).write_text(json.dumps({"topics": self.topics, "texts": self.texts}), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Head:
        """Read the head that `save` wrote."""
        names = json.loads((folder / NAMES).read_text("utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return cls(
                topics=tuple(names["topics"]),
                weights=arrays["weights"],
                bias=arrays["bias"],
                examples=arrays["examples"].astype(np.float32),
                example_topics=arrays["example_topics"],
                texts=tuple(names["texts"]),
            )


def fitted(vectors: np.ndarray, labels: Sequence[str], texts: Sequence[str] = ()) -> Head:
    """Fit a head to examples. Needs two topics at least."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second to import, and only for training

    topics, indices = np.unique(np.asarray(labels), return_inverse=True)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=ITERATIONS, tol=TOLERANCE)
    model.fit(np.asarray(vectors, np.float32), indices)
    weights, bias = model.coef_, model.intercept_
    if len(topics) == 2:  # noqa: PLR2004 - scikit-learn then keeps the second topic's half alone
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Head(
        topics=tuple(map(str, topics)),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        examples=np.asarray(vectors, np.float32),
        example_topics=indices.astype(np.int32),
        texts=tuple(texts),
    )


def out_of_fold(vectors: np.ndarray, labels: Sequence[str], folds: int = FOLDS) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each example, the topic and the gate that a head gives that has not seen it.

    Topics with fewer than FEWEST_EXAMPLES examples count as unseen: their gate is NaN.
    """
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    names = np.asarray(labels)
    _, indices, counts = np.unique(names, return_inverse=True, return_counts=True)
    usable = np.flatnonzero(counts[indices] >= FEWEST_EXAMPLES)
    found = np.full(len(names), "", dtype=object)
    gates = np.full(len(names), np.nan)
    folds = min(folds, int(counts[counts >= FEWEST_EXAMPLES].min(initial=folds)))
    splits = StratifiedKFold(folds, shuffle=True, random_state=0).split(usable, names[usable])
    for seen, unseen in ((usable[a], usable[b]) for a, b in splits):
        head = fitted(vectors[seen], names[seen])
        probabilities = head.probabilities(vectors[unseen])
        found[unseen] = np.asarray(head.topics, dtype=object)[probabilities.argmax(axis=1)]
        gates[unseen] = head.gates(vectors[unseen], probabilities)
    return found, gates
