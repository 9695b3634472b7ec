"""A message read as a whole and sentence by sentence, and the two readings brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost_runtime.nlu.bands import Band, Bands
from milepost_runtime.nlu.head import Head, Judged

RANKED = 10  # topics in a ranking
NEAREST = 3  # examples shown beside a reading

# Said around a request, never instead of one: a sentence of these does not speak for the message.
COURTESIES = frozenset({"greet", "goodbye", "thank", "affirm", "express_frustration"})
# How much the sentences count beside the whole message; the surer ones more. Up to 0.4 the same topics are found;
# above, a story's other sentences drown the one that asks.
PARTS_WEIGHT = 0.2


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


def read(head: Head, bands: Bands, texts: Sequence[str], vectors: np.ndarray) -> Reading:
    """Read a message: `texts` are the whole and then its sentences, `vectors` (texts, WIDTH) theirs."""
    judged = head.judged(vectors, texts)
    gates, sureness, topics = judged.gates, judged.sureness, [head.topics[topic] for topic in judged.likeliest]
    asking = [row for row in range(1, len(texts)) if topics[row] not in COURTESIES]
    together = _together(judged.probabilities, gates, asking)
    order = np.argsort(-together)[:RANKED]
    likeliest = order[0]
    nearness = judged.nearness[[0, *asking], likeliest].max()
    gate = float(np.sqrt(together[likeliest]) * nearness)
    also = dict.fromkeys(topics[row] for row in asking if bands.band(gates[row], sureness[row]) is Band.ACT)
    also.pop(head.topics[likeliest], None)
    return Reading(
        ranking=tuple((head.topics[topic], float(together[topic])) for topic in order),
        gate=gate,
        band=bands.band(gate, float(together[likeliest] * nearness)),
        also=tuple(also),
        nearest=_nearest(head, judged, [0, *asking]),
    )


def _together(probabilities: np.ndarray, gates: np.ndarray, asking: list[int]) -> np.ndarray:
    if not asking:
        return probabilities[0]
    weights = gates[asking] ** 2
    spoken = weights @ probabilities[asking] / weights.sum()
    return (1 - PARTS_WEIGHT) * probabilities[0] + PARTS_WEIGHT * spoken


def _nearest(head: Head, judged: Judged, rows: list[int]) -> tuple[tuple[str, str, float], ...]:
    cosines, places = judged.cosines[rows].ravel(), judged.neighbours[rows].ravel()
    order = np.argsort(-cosines)
    first = dict.fromkeys(places[order].tolist())  # an example may be near to several sentences
    best = dict(zip(places[order[::-1]].tolist(), cosines[order[::-1]].tolist(), strict=True))
    return tuple((head.texts[i], head.topics[head.example_topics[i]], best[i]) for i in list(first)[:NEAREST])
