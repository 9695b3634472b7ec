"""Rasa's component for topics: the likeliest ones, and how sure that is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost_runtime.encoder.featurizer import PART_VECTORS, PARTS, SentenceVectors, sentence_vector
from milepost_runtime.nlu.bands import Band, Bands
from milepost_runtime.nlu.folds import out_of_fold
from milepost_runtime.nlu.head import Head, fitted
from milepost_runtime.nlu.learner import Learner
from milepost_runtime.nlu.reading import Reading, read
from milepost_runtime.nlu.typo_component import CORRECTED

RANKING = "intent_ranking"
# Rasa's own intent for what may not be acted on; the band tells how unsure it is.
FALLBACK = "nlu_fallback"
BANDS = "bands.json"

Trained = tuple[Head, Bands]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Topics(IntentClassifier, Learner[Trained]):
    """Sets `intent` to a topic or `nlu_fallback`, `band` to how sure that is, and `intent_ranking` to the topics."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Ask for vectors."""
        return [SentenceVectors]

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the head to the examples, and set the bands out of fold."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        vectors = np.stack([sentence_vector(example) for example in examples])
        labels = [example.get(INTENT) for example in examples]
        texts = [example.get(TEXT) for example in examples]
        unseen = out_of_fold(vectors, texts, labels)
        return self.keep((fitted(vectors, texts, labels), Bands.of(unseen.gates, unseen.sureness, unseen.right)))

    @classmethod
    def read(cls, folder: Path) -> Trained:
        """Read the head and its bands."""
        return Head.load(folder), Bands(**json.loads((folder / BANDS).read_text("utf-8")))

    def write(self, learnt: Trained, folder: Path) -> None:
        """Write the head and its bands."""
        head, bands = learnt
        head.save(folder)
        (folder / BANDS).write_text(json.dumps(bands.as_dict()), "utf-8")

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message."""
        for message in messages:
            if self._learnt and message.get(TEXT):
                head, bands = self._learnt
                texts = [message.get(CORRECTED) or message.get(TEXT), *message.get(PARTS)]
                vectors = np.vstack([sentence_vector(message)[np.newaxis], message.get(PART_VECTORS)])
                _write(message, read(head, bands, texts, vectors))
        return messages


def _write(message: Message, reading: Reading) -> None:
    intent = reading.topic if reading.band is Band.ACT else FALLBACK
    message.set(INTENT, {"name": intent, "confidence": reading.ranking[0][1]}, add_to_output=True)
    message.set(RANKING, [{"name": name, "confidence": p} for name, p in reading.ranking], add_to_output=True)
    message.set("band", reading.band.value, add_to_output=True)
    message.set("also", list(reading.also), add_to_output=True)
    message.set("gate", reading.gate)
    message.set("nearest", [{"text": t, "topic": topic, "cosine": c} for t, topic, c in reading.nearest])
