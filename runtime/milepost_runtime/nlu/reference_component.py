"""Rasa's component for references: entities by their form, without training and without a server."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost_runtime.nlu.references.found import references


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class References(GraphComponent):
    """Adds contract, milestone, ordinal, amount, date, email and id."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> References:
        """Make one."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message refers to, found in the words as they were written."""
        for message in messages:
            found = [
                {
                    "entity": reference.kind,
                    "value": reference.value,
                    "start": reference.start,
                    "end": reference.end,
                    "confidence_entity": 1.0,
                    "extractor": type(self).__name__,
                    **reference.more,
                }
                for reference in references(message.get(TEXT) or "")
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
