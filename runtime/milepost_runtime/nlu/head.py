"""The intent head: meaning and wording weighed together, and how near a message is to what was learnt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from milepost_runtime.nlu import wording
from milepost_runtime.nlu.wording import Wording

# On the validation part of BANKING77 10-shot 10 and 30 are equal; on our own examples, which are more
# varied and less evenly spread over topics, 10 is better by half a point and twice as fast.
INVERSE_REGULARISATION = 10.0
ITERATIONS = 300
TOLERANCE = 1e-3
# How much the words count beside the meaning. 0.4 to 0.6 are equal: two points more than meaning alone,
# out of fold on our own examples.
WORDING = 0.5
NEIGHBOURS = 3  # examples of a topic that a message is held against

ARRAYS, NAMES = "head.npz", "head.json"


@dataclass(frozen=True)
class Head:
    """A softmax over topics on sentence vectors, one on words, and the examples of both.

    weights (topics, WIDTH), bias (topics,), examples (examples, WIDTH) with unit rows; `example_topics`
    holds the index of each example's topic and `texts` its words.
    """

    topics: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    wording: Wording
    examples: np.ndarray
    example_topics: np.ndarray
    texts: tuple[str, ...]

    def probabilities(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Return the probability of each topic, one row for each text and its vector."""
        logits = vectors @ self.weights.T + self.bias + WORDING * self.wording.log_probabilities(texts)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def nearness(self, vectors: np.ndarray, topic: int) -> np.ndarray:
        """Return how near each vector is to a topic: the mean cosine of the topic's NEIGHBOURS nearest examples."""
        cosines = vectors @ self.examples[self.example_topics == topic].T
        return np.sort(cosines, axis=1)[:, -NEIGHBOURS:].mean(axis=1)

    def gates(self, vectors: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
        """Return how far each vector's likeliest topic may be trusted: sqrt(probability) * nearness.

        The classifier alone is sure of sentences like nothing it has seen; nearness alone does not
        tell neighbours apart.
        """
        likeliest = probabilities.argmax(axis=1)
        gates = np.sqrt(probabilities.max(axis=1))
        for topic in np.unique(likeliest):
            of_topic = likeliest == topic
            gates[of_topic] *= self.nearness(vectors[of_topic], topic)
        return gates

    def save(self, folder: Path) -> None:
        """Write the head into a folder, as plain arrays and JSON."""
        np.savez(
            folder / ARRAYS,
            weights=self.weights,
            bias=self.bias,
            examples=self.examples,
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
                wording=Wording(index, arrays["rarity"], arrays["log_shares"]),
                examples=arrays["examples"],
                example_topics=arrays["example_topics"],
                texts=tuple(names["texts"]),
            )


def fitted(vectors: np.ndarray, texts: Sequence[str], labels: Sequence[str]) -> Head:
    """Fit a head to examples. Needs two topics at least."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second to import, and only for training

    vectors = np.asarray(vectors, np.float32)
    topics, indices = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    model = LogisticRegression(
        C=INVERSE_REGULARISATION, max_iter=ITERATIONS, tol=TOLERANCE, class_weight="balanced", multi_class="multinomial"
    )
    model.fit(vectors, indices)
    weights, bias = model.coef_, model.intercept_
    if len(bias) == 1:  # two topics: scikit-learn keeps the second one's half
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return Head(
        topics=tuple(map(str, topics)),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        wording=wording.fitted(texts, indices),
        examples=vectors,
        example_topics=indices.astype(np.int32),
        texts=tuple(texts),
    )
