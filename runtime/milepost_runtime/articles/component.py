"""Rasa's component for help articles: what may help where the assistant is not sure of the topic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
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
from milepost_runtime.nlu.learner import Learner

FOREIGN = "out_of_scope"  # the topic whose examples are about nothing that articles are on


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Articles(Learner[ArticleIndex]):
    """Adds `articles`, best first, to messages that no topic is acted on for."""

    def train(self, training_data: TrainingData) -> Resource:
        """Index the project's articles."""
        lines = [
            sentence_vector(example)
            for example in training_data.intent_examples
            if example.get(INTENT) == FOREIGN and example.get(TEXT)
        ]
        foreign = np.stack(lines) if lines else np.zeros((0, WIDTH))
        return self.keep(built(articles(), encoder().encode_all, foreign))

    @classmethod
    def read(cls, folder: Path) -> ArticleIndex:
        """Read the index."""
        return ArticleIndex.load(folder)

    def write(self, learnt: ArticleIndex, folder: Path) -> None:
        """Write the index."""
        learnt.save(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        """Find articles for each message that nothing else answers."""
        for message in messages:
            if self._learnt and message.get(TEXT) and message.get("band") not in (None, Band.ACT.value):
                vectors = np.vstack([sentence_vector(message)[np.newaxis], message.get(PART_VECTORS)])
                likely = {topic["name"]: topic["confidence"] for topic in message.get(RANKING)}
                found = self._learnt.find(vectors, likely)
                message.set("articles", [vars(article) for article in found], add_to_output=True)
        return messages
