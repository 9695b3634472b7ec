"""Rasa's component for help articles: what may help where the assistant is not sure of the topic."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost_runtime.articles.index import ArticleIndex, built
from milepost_runtime.articles.library import articles
from milepost_runtime.encoder.featurizer import PART_VECTORS, sentence_vector
from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.encoder.shape import WIDTH
from milepost_runtime.nlu.bands import Band
from milepost_runtime.nlu.intent_component import RANKING

FOREIGN = "out_of_scope"  # the topic whose examples are about nothing that articles are on


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Articles(GraphComponent):
    """Adds `articles`, best first, to messages that no topic is acted on for."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, index: ArticleIndex | None = None) -> None:
        """Start untrained, or with the index that was built."""
        self._model_storage = model_storage
        self._resource = resource
        self._index = index

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> Articles:
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
    ) -> Articles:
        """Make the trained one."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, ArticleIndex.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Index the project's articles."""
        lines = [
            sentence_vector(example)
            for example in training_data.intent_examples
            if example.get(INTENT) == FOREIGN and example.get(TEXT)
        ]
        foreign = np.stack(lines) if lines else np.zeros((0, WIDTH))
        self._index = built(articles(), encoder().encode_all, foreign)
        with self._model_storage.write_to(self._resource) as folder:
            self._index.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Find articles for each message that nothing else answers."""
        for message in messages:
            if self._index and message.get(TEXT) and message.get("band") not in (None, Band.ACT.value):
                vectors = np.vstack([sentence_vector(message)[np.newaxis], message.get(PART_VECTORS)])
                likely = {topic["name"]: topic["confidence"] for topic in message.get(RANKING)}
                found = self._index.find(vectors, likely)
                message.set("articles", [vars(article) for article in found], add_to_output=True)
        return messages
