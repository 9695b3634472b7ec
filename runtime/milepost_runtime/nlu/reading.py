"""A message read as a whole and sentence by sentence, and the two readings brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost_runtime.nlu.bands import Band, Bands
from milepost_runtime.nlu.head import Head

RANKED = 10  # topics in a ranking
NEAREST = 3  # examples shown beside a reading

# Said around a request, never instead of one: a sentence of these does not speak for the message.
COURTESIES = frozenset({"greet", "goodbye", "thank", "affirm", "express_frustration"})
# How much the best sentence counts against the whole message.
PART_WEIGHT = 0.5
# A sentence speaks for itself when its own gate is in the band that would be acted on.
ALSO = 0.6


@dataclass(frozen=True)
class Reading:
    """What a message asks for: topics likeliest first, and whatever else it asks for beside the first."""

    ranking: tuple[tuple[str, float], ...]
    gate: float
    band: Band
    also: tuple[str, ...]
    nearest: tuple[tuple[str, str, float], ...]  # text, topic, cosine

    @property
    def topic(self) -> str:
        """The likeliest topic, whatever the band."""
        return self.ranking[0][0]


def read(head: Head, bands: Bands, whole: np.ndarray, sentences: np.ndarray) -> Reading:
    """Read a message from its vector (WIDTH,) and its sentences' vectors (sentences, WIDTH)."""
    vectors = np.vstack([whole[np.newaxis], sentences])
    probabilities = head.probabilities(vectors)
    gates = head.gates(vectors, probabilities)
    asking = _asking(head, probabilities)
    together, gate = probabilities[0], float(gates[0])
    if len(asking):
        weights = gates[asking] ** 2
        spoken = (weights[:, np.newaxis] * probabilities[asking]).sum(axis=0) / weights.sum()
        together = (1 - PART_WEIGHT) * together + PART_WEIGHT * spoken
        gate = max(gate, float(gates[asking].max()))
    order = np.argsort(-together)[:RANKED]
    ranking = tuple((head.topics[i], float(together[i])) for i in order)
    topic = ranking[0][0]
    also = dict.fromkeys(
        head.topics[probabilities[i].argmax()] for i in asking if gates[i] >= bands.ask_back_below and probabilities[i].max() >= ALSO
    )
    also.pop(topic, None)
    return Reading(
        ranking=ranking,
        gate=gate,
        band=bands.band(gate, [probability for _, probability in ranking]),
        also=tuple(also),
        nearest=_nearest(head, vectors[[0, *asking]]),
    )


def _asking(head: Head, probabilities: np.ndarray) -> list[int]:
    """Return the rows of the sentences that are more than a courtesy."""
    return [
        row for row in range(1, len(probabilities)) if head.topics[probabilities[row].argmax()] not in COURTESIES
    ]


def _nearest(head: Head, vectors: np.ndarray) -> tuple[tuple[str, str, float], ...]:
    cosines = (vectors @ head.examples.T).max(axis=0)
    order: Sequence[int] = np.argsort(-cosines)[:NEAREST] if head.texts else ()
    return tuple((head.texts[i], head.topics[head.example_topics[i]], float(cosines[i])) for i in order)
