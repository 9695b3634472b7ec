"""The pipeline's own parts put together without Rasa, so that other data can be measured through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.nlu.bands import Bands
from milepost_runtime.nlu.folds import Unseen, out_of_fold
from milepost_runtime.nlu.head import Head, fitted
from milepost_runtime.nlu.parts import parts
from milepost_runtime.nlu.reading import Reading, read
from milepost_runtime.nlu.typos import TypoCorrector, counted

BINS = 15  # of equal width, that probabilities are compared in


@dataclass(frozen=True)
class Pipeline:
    """Corrector, vectors, head and bands, as Rasa's components use them."""

    corrector: TypoCorrector
    head: Head
    bands: Bands
    unseen: Unseen

    @classmethod
    def trained(cls, texts: Sequence[str], topics: Sequence[str]) -> Pipeline:
        """Learn from examples, as training does."""
        vectors = encoder().encode_all(texts)
        unseen = out_of_fold(vectors, texts, topics)
        corrector = TypoCorrector(encoder().vocabulary(), counted(texts))
        bands = Bands.of(unseen.gates, unseen.sureness, unseen.right)
        return cls(corrector, fitted(vectors, texts, topics), bands, unseen)

    def read(self, text: str) -> Reading:
        """Read one message, as a turn does."""
        corrected = self.corrector.correct(text)
        texts = [corrected, *parts(corrected)]
        return read(self.head, self.bands, texts, encoder().encode_all(texts))

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """Read several messages."""
        return [self.read(text) for text in texts]


def accuracy(readings: Sequence[Reading], topics: Sequence[str]) -> float:
    """Return the share of readings whose likeliest topic is the right one."""
    return float(np.mean([reading.topic == topic for reading, topic in zip(readings, topics, strict=True)]))


def calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error: how far probabilities are from shares of right topics, over BINS."""
    claimed, correct = np.asarray(probabilities), np.asarray(right)
    bins = np.minimum((claimed * BINS).astype(int), BINS - 1)
    gaps = [abs((claimed - correct)[bins == place].sum()) for place in range(BINS)]
    return float(sum(gaps) / len(claimed))


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often a score of `inside` is above one of `outside`; ties count half."""
    low = np.sort(np.asarray(outside))
    below = np.searchsorted(low, inside, "left")
    not_above = np.searchsorted(low, inside, "right")
    return float((below + not_above).mean() / 2 / len(low))
