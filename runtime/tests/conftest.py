"""A tiny project, its trained model, and that model served beside a scripted action server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from milepost_runtime import __main__ as commands
from milepost_runtime import project

os.environ.update(commands.QUIET | commands.ONE_THREAD)

from served import ScriptedActions, Served, served_rasa  # noqa: E402 - after the environment is set

FIXTURE = Path(__file__).parent / "project"


@pytest.fixture(scope="session")
def tiny_project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project of a few topics in a folder of its own; the built encoder is the checkout's."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(project.ROOT / name, folder / name)
    cache = folder / ".cache"
    cache.mkdir()
    built = project.ROOT / ".cache" / "encoder"
    built.mkdir(parents=True, exist_ok=True)
    (cache / "encoder").symlink_to(built)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MILEPOST_PROJECT", str(folder))
        patch.setenv("MILEPOST_CACHE", str(cache))
        yield folder


@pytest.fixture(scope="session")
def model(tiny_project: Path) -> Path:  # noqa: ARG001 - trained from it
    """The tiny project's model."""
    from milepost_runtime.training import trained  # noqa: PLC0415 - after the fixtures have set the environment

    return trained()


@pytest.fixture(scope="session")
def agent(model: Path) -> object:
    """The model, loaded once."""
    from rasa.core.agent import Agent  # noqa: PLC0415 - five seconds, and only where it is asked for

    return Agent.load(str(model))


@pytest.fixture(scope="session")
def actions() -> Iterator[ScriptedActions]:
    """An action server that answers from a script."""
    with ScriptedActions() as server:
        yield server


@pytest.fixture(scope="session")
def rasa(model: Path, actions: ScriptedActions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The model, served by a process of its own."""
    with served_rasa(model, actions, tmp_path_factory.mktemp("home")) as served:
        yield served
