"""The words themselves as evidence: what a vector of meaning blurs ("release" or "refund"), they tell apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SMOOTHING = 0.1  # of a term's weight in a topic that never used it
FEWEST_EXAMPLES = 2  # that a term stands in before it counts

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def terms(text: str) -> list[str]:
    """Return the words of a text and its pairs of neighbouring words, in lower case."""
    words = _WORD.findall(text.lower())
    return words + [f"{one} {other}" for one, other in pairwise(words)]


@dataclass(frozen=True)
class Wording:
    """Naive Bayes over tf-idf of terms: rarity (terms,), log_shares (terms, topics).

    A regression on the same terms takes a minute to fit, and beside the meaning it is no better.
    """

    index: Mapping[str, int]
    rarity: np.ndarray
    log_shares: np.ndarray

    def log_probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the log-probability of each topic, one row for each text."""
        rows = (_weighed(text, self.index, self.rarity) for text in texts)
        logits = np.stack([weights @ self.log_shares[places] for places, weights in rows])
        logits -= logits.max(axis=1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def fitted(texts: Sequence[str], topics: np.ndarray) -> Wording:
    """Fit to texts and the index of each one's topic."""
    counts = Counter(term for text in texts for term in set(terms(text)))
    kept = sorted(term for term, count in counts.items() if count >= FEWEST_EXAMPLES)
    index = {term: place for place, term in enumerate(kept)}
    rarity = np.log((1 + len(texts)) / (1 + np.asarray([counts[term] for term in kept], np.float32))) + 1
    mass = np.full((len(kept), int(topics.max()) + 1), SMOOTHING, np.float32)
    for text, topic in zip(texts, topics, strict=True):
        places, weights = _weighed(text, index, rarity)
        mass[places, topic] += weights
    return Wording(index, rarity, np.log(mass / mass.sum(axis=0)))


def _weighed(text: str, index: Mapping[str, int], rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    counts = Counter(index[term] for term in terms(text) if term in index)
    places = np.fromiter(counts, np.int32, len(counts))
    weights = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * rarity[places]
    length = np.sqrt((weights**2).sum())
    return places, (weights / length if length else weights).astype(np.float32)
