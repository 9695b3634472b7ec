"""The model's graph is run by ourselves: its nodes one after the other, in an order that is found once.

Rasa has dask plan each run anew, and there are three in a turn: a message is read, an action predicted, and then
that it is the person's turn again.
"""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any

from rasa.core import processor
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

REPLACED = processor.DaskGraphRunner


def apply() -> None:
    """Put the patch in place: models are served by it; training goes by dask."""
    processor.DaskGraphRunner = InOrder


class InOrder(GraphRunner):
    """Runs the nodes that the targets need, each after those that it needs itself."""

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, GraphNode]) -> None:
        """Run `nodes`, one for each of the schema's."""
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[tuple[GraphNode, tuple[str, ...]]]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrder:
        """Make the nodes of a schema, and load what they have learnt."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Return what the targets come to. `inputs` stand for nodes that the schema does not have."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        # A node takes pairs of a name and what it came to, and the bare name where there is nothing.
        found: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for node, needs in self._orders[wanted]:
            name, output = node(*(found.get(need, need) for need in needs))
            found[name] = name, output
        return {name: found[name][1] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> list[tuple[GraphNode, tuple[str, ...]]]:
        needed = self._schema.minimal_graph_schema(list(targets)).nodes
        order = TopologicalSorter({name: set(node.needs.values()) for name, node in needed.items()}).static_order()
        return [(self._nodes[name], tuple(needed[name].needs.values())) for name in order if name in needed]
