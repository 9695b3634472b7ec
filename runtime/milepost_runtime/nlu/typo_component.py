"""Rasa's component for typing errors: what the person wrote stays, `corrected` is what gets understood."""

from __future__ import annotations

import json
from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.nlu.learner import Learner
from milepost_runtime.nlu.typos import TypoCorrector, counted

CORRECTED = "corrected"
FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Typos(Learner[TypoCorrector]):
    """Learns the words of the examples, and measures misspelt ones against them."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the examples."""
        words = counted(example.get(TEXT, "") for example in training_data.intent_examples)
        return self.keep(TypoCorrector(encoder().vocabulary(), words))

    @classmethod
    def read(cls, folder: Path) -> TypoCorrector:
        """Read the words with their counts."""
        return TypoCorrector(encoder().vocabulary(), json.loads((folder / FILE).read_text("utf-8")))

    def write(self, learnt: TypoCorrector, folder: Path) -> None:
        """Write the words with their counts."""
        (folder / FILE).write_text(json.dumps(learnt.examples), "utf-8")

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `corrected` to each message."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._learnt:
                message.set(CORRECTED, self._learnt.correct(text), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they were written."""
        return training_data
