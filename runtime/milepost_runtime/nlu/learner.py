"""What every trained component of ours has in common: it begins untrained, and comes back from the files of its training."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Generic, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

Learnt = TypeVar("Learnt")
Component = TypeVar("Component", bound="Learner[Any]")


class Learner(GraphComponent, Generic[Learnt]):
    """A component with something learnt, None before its training."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: Learnt | None = None) -> None:
        """Start untrained, or with what was learnt."""
        self._model_storage = model_storage
        self._resource = resource
        self._learnt = learnt

    @classmethod
    def create(  # noqa: PYI019 - Self came with Python 3.11
        cls: type[Component],
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> Component:
        """Make an untrained one."""
        return cls(model_storage, resource)

    @classmethod
    def load(  # noqa: PYI019
        cls: type[Component],
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> Component:
        """Make the trained one."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, cls.read(folder))

    @classmethod
    @abstractmethod
    def read(cls, folder: Path) -> Learnt:
        """Return what `write` has put into a folder."""

    @abstractmethod
    def write(self, learnt: Learnt, folder: Path) -> None:
        """Write what was learnt into a folder."""

    def keep(self, learnt: Learnt) -> Resource:
        """Work with what was learnt from now on, and store it; returns where."""
        self._learnt = learnt
        with self._model_storage.write_to(self._resource) as folder:
            self.write(learnt, folder)
        return self._resource
