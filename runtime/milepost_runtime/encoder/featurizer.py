"""Rasa's component for vectors: one for the message, and one for each of its sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost_runtime.encoder import weights
from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.nlu.parts import parts
from milepost_runtime.nlu.typo_component import CORRECTED

PARTS = "parts"  # the message's sentences, where it has more than one
PART_VECTORS = "part_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """Sentence features only: nothing in our pipeline looks at single words."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Make one; the network is loaded once for the whole process."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to configure."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003
        """Return the hash of the weights: other weights make other vectors from the same code."""
        return weights.digest()

    @staticmethod
    def required_packages() -> list[str]:
        """Name the distributions that vectors depend on."""
        return ["onnxruntime", "tokenizers"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vectors of the message and of its sentences."""
        for message in messages:
            self._add(message)
            text = message.get(CORRECTED) or message.get(TEXT)
            if text:
                found = parts(text)
                message.set(PARTS, found)
                message.set(PART_VECTORS, encoder().encode_all(found))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of the examples."""
        for example in training_data.training_examples:
            self._add(example)
        return training_data

    def _add(self, message: Message) -> None:
        text = message.get(CORRECTED) or message.get(TEXT)
        if text:
            vector = encoder().encode(text)[np.newaxis]
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))


def sentence_vector(message: Message) -> np.ndarray:
    """Return the vector that the component has given to a message, shape (WIDTH,)."""
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features)[0]
