"""A tiny project, its trained model, and that model served beside a scripted action server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from milepost_runtime import __main__ as commands
from milepost_runtime import project

os.environ.update(commands.QUIET | commands.ONE_THREAD)

from served import ScriptedActions, Served, served_rasa  # noqa: E402 - after the environment is set

FIXTURE = Path(__file__).parent / "project"


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    return folder


@pytest.fixture
def tiny_project(tiny_files: Path) -> Iterator[Path]:
    """The tiny project, which is the project until the test ends."""
    with _as_project(tiny_files):
        yield tiny_files


@pytest.fixture(scope="session")
def model(tiny_files: Path) -> Path:
    """The tiny project's model."""
    from milepost_runtime.training import trained  # noqa: PLC0415 - after the fixtures have set the environment

    with _as_project(tiny_files):
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
def rasa(
    tiny_files: Path, model: Path, actions: ScriptedActions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The model, served by a process of its own."""
    with ExitStack() as serving:
        with _as_project(tiny_files):  # only while it starts: to other tests the checkout is the project
            served = serving.enter_context(served_rasa(model, actions, tmp_path_factory.mktemp("home")))
        yield served


@contextmanager
def _as_project(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MILEPOST_PROJECT", str(folder))
        patch.setenv("MILEPOST_CACHE", str(folder / ".cache"))
        yield
