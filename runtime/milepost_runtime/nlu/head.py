"""The intent head: meaning, wording and nearness to what was learnt, weighed together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from milepost_runtime.nlu import wording
from milepost_runtime.nlu.facets import facets
from milepost_runtime.nlu.wording import Wording

# Chosen on the validation part of BANKING77 10-shot; out of fold on our own examples 10 to 30 are equal.
INVERSE_REGULARISATION = 30.0
ITERATIONS = 300
TOLERANCE = 1e-2  # a tenth of it takes half as long again and finds the same topics
# How much the words count beside the meaning. 0.25 to 0.75 are equal out of fold on our own examples.
WORDING = 0.5
# How much nearness counts beside both. It finds no fewer topics on our own examples, more on real people's lines,
# and it makes the probabilities true: without it a head that is right in 87 cases of 100 of BANKING77 gives them 78.
# Above 15 fewer right topics are found.
NEARNESS = 10.0
NEIGHBOURS = 3  # examples of a topic that a message is as near to as it is to the topic
# The topics whose examples are looked at: those likeliest by meaning and wording. To hold a message against all
# examples takes half a millisecond, and drives the encoder's weights out of the processor's cache for the next one.
LOOKED_AT = 8
# Examples are kept in bytes for the same reason: a cosine is then off by less than 0.001.
STEPS = 127

ARRAYS, NAMES = "head.npz", "head.json"


@dataclass(frozen=True)
class Judged:
    """What a head makes of texts, one row for each: the topics' probabilities, and how near each topic is.

    Nearness is the mean cosine of a topic's NEIGHBOURS nearest examples. Topics that are not LOOKED_AT are taken to be
    as far as the farthest that is.
    """

    probabilities: np.ndarray
    nearness: np.ndarray
    neighbours: np.ndarray  # the places of the nearest examples of the topics that were looked at
    cosines: np.ndarray  # theirs

    @property
    def likeliest(self) -> np.ndarray:
        """The index of each row's likeliest topic."""
        return self.probabilities.argmax(axis=1)

    @property
    def gates(self) -> np.ndarray:
        """How far each row's likeliest topic may be trusted: sqrt(probability) * nearness.

        The probability alone is high for sentences like nothing that was seen; nearness alone does not
        tell neighbours apart.
        """
        return np.sqrt(self.probabilities.max(axis=1)) * self._nearness_of_likeliest

    @property
    def sureness(self) -> np.ndarray:
        """How sure each row's likeliest topic is beside the others: probability * nearness."""
        return self.probabilities.max(axis=1) * self._nearness_of_likeliest

    @property
    def _nearness_of_likeliest(self) -> np.ndarray:
        return self.nearness[np.arange(len(self.nearness)), self.likeliest]


@dataclass(frozen=True)
class Head:
    """A softmax over topics on sentence vectors, words and nearness to the examples.

    weights (facets, WIDTH), bias (facets,), facet_topics (facets,) rising, examples (examples, WIDTH) of int8, whose rows
    are of unit length times `scale`, those of a topic side by side; `example_topics` holds the index of each example's
    topic and `texts` its words.
    """

    topics: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    facet_topics: np.ndarray
    wording: Wording
    examples: np.ndarray
    scale: float
    example_topics: np.ndarray
    texts: tuple[str, ...]

    def judged(self, vectors: np.ndarray, texts: Sequence[str]) -> Judged:
        """Judge each text, given with its vector."""
        logits = np.logaddexp.reduceat(vectors @ self.weights.T + self.bias, self._first_facets, axis=1)
        logits += WORDING * self.wording.log_probabilities(texts)
        nearness, neighbours, cosines = (
            np.stack(rows) for rows in zip(*map(self._compared, vectors, logits), strict=True)
        )
        logits += NEARNESS * nearness
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return Judged(odds / odds.sum(axis=1, keepdims=True), nearness, neighbours, cosines)

    def _compared(self, vector: np.ndarray, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Hold one text against the examples of its likeliest topics; return `Judged`'s rows of it."""
        looked_at = np.argsort(-logits)[:LOOKED_AT]
        scaled = vector / np.float32(self.scale)
        neighbours, cosines = [], []
        for topic in looked_at.tolist():
            first, end = self._bounds[topic]
            near = self.examples[first:end].astype(np.float32) @ scaled
            best = near.argpartition(-NEIGHBOURS)[-NEIGHBOURS:] if end - first > NEIGHBOURS else _repeated(near)
            neighbours.append(first + best)
            cosines.append(near[best])
        found = np.stack(cosines).mean(axis=1)
        nearness = np.full(len(self.topics), found.min(), np.float32)
        nearness[looked_at] = found
        return nearness, np.concatenate(neighbours), np.concatenate(cosines)

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """Where each topic's examples begin and end."""
        ends = np.cumsum(np.bincount(self.example_topics)).tolist()
        return list(zip([0, *ends], ends, strict=False))

    @cached_property
    def _first_facets(self) -> np.ndarray:
        return np.searchsorted(self.facet_topics, np.arange(len(self.topics)))

    def save(self, folder: Path) -> None:
        """Write the head into a folder, as plain arrays and JSON."""
        np.savez(
            folder / ARRAYS,
            weights=self.weights,
            bias=self.bias,
            facet_topics=self.facet_topics,
            examples=self.examples,
            scale=self.scale,
            example_topics=self.example_topics,
            rarity=self.wording.rarity,
            log_shares=self.wording.log_shares,
        )
        names = {"topics": self.topics, "texts": self.texts, "terms": list(self.wording.index)}
        (folder / NAMES).write_text(json.dumps(names), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Head:
        """Read the head that `save` wrote."""
        names = json.loads((folder / NAMES).read_text("utf-8"))
        index = {term: place for place, term in enumerate(names["terms"])}
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return cls(
                topics=tuple(names["topics"]),
                weights=arrays["weights"],
                bias=arrays["bias"],
                facet_topics=arrays["facet_topics"],
                wording=Wording(index, arrays["rarity"], arrays["log_shares"]),
                examples=arrays["examples"],
                scale=float(arrays["scale"]),
                example_topics=arrays["example_topics"],
                texts=tuple(names["texts"]),
            )


def _repeated(near: np.ndarray) -> np.ndarray:
    """Return the places of a small topic's examples, nearest first, over again until there are NEIGHBOURS."""
    return np.resize(np.argsort(-near), NEIGHBOURS)


def fitted(vectors: np.ndarray, texts: Sequence[str], labels: Sequence[str]) -> Head:
    """Fit a head to examples. Needs two topics at least."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second to import, and only for training

    names = np.asarray(labels, dtype=str)
    order = np.argsort(names, kind="stable")
    vectors, texts = np.asarray(vectors, np.float32)[order], [texts[place] for place in order]
    topics, indices = np.unique(names[order], return_inverse=True)
    model = LogisticRegression(
        C=INVERSE_REGULARISATION, max_iter=ITERATIONS, tol=TOLERANCE, class_weight="balanced", multi_class="multinomial"
    )
    facet_of, facet_topics = facets(vectors, indices)
    model.fit(vectors, facet_of)
    weights, bias = model.coef_, model.intercept_
    if len(bias) == 1:  # two topics: scikit-learn keeps the second one's half
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    scale = STEPS / float(np.abs(vectors).max())
    return Head(
        topics=tuple(map(str, topics)),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        facet_topics=facet_topics,
        wording=wording.fitted(texts, indices),
        examples=np.rint(vectors * scale).astype(np.int8),
        scale=scale,
        example_topics=indices.astype(np.int32),
        texts=tuple(texts),
    )
