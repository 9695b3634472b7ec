"""Rasa's component for typing errors: what the person wrote stays, `corrected` is what gets understood."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.nlu.typos import TypoCorrector, counted

CORRECTED = "corrected"
FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Typos(GraphComponent):
    """Learns the words of the examples, and measures misspelt ones against them."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, corrector: TypoCorrector | None = None) -> None:
        """Start untrained, or with the corrector that was learnt."""
        self._model_storage = model_storage
        self._resource = resource
        self._corrector = corrector

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> Typos:
        """Make an untrained one."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> Typos:
        """Make the trained one."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / FILE).read_text("utf-8"))
        return cls(model_storage, resource, TypoCorrector(encoder().vocabulary(), words))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the examples."""
        words = counted(example.get(TEXT, "") for example in training_data.intent_examples)
        self._corrector = TypoCorrector(encoder().vocabulary(), words)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(words), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `corrected` to each message."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._corrector:
                message.set(CORRECTED, self._corrector.correct(text), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they were written."""
        return training_data
