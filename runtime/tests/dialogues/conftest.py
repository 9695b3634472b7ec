"""The project's own model, and its actions in the bot's environment, over a demo marketplace of a fixed day."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from milepost_runtime import project
from milepost_runtime.training import trained
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from served import PATIENCE, free_port
from talk import Talk

MILEPOST = project.ROOT / ".venv" / "bin" / "milepost"
SECRET = "actions-secret"
NOON = "2026-03-02T12:00:00+00:00"


@pytest.fixture(scope="session")
def own_model() -> Path:
    """Return the project's model, trained where it is not in the cache."""
    return trained()


@pytest.fixture(scope="session")
def own_actions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointConfig]:
    """Serve the actions over a demo marketplace; ends with the tests."""
    home = tmp_path_factory.mktemp("actions")
    port = free_port()
    environment = os.environ | {
        "MILEPOST_HOME": str(home),
        "MILEPOST_CLOCK": NOON,
        "MILEPOST_ACTIONS_PORT": str(port),
        "MILEPOST_ACTIONS_SECRET": SECRET,
    }
    subprocess.run([MILEPOST, "db", "prepare"], env=environment, cwd=project.ROOT, check=True, timeout=PATIENCE)
    with (
        (home / "actions.log").open("w") as log,
        subprocess.Popen([MILEPOST, "actions"], env=environment, cwd=project.ROOT, stdout=log, stderr=log) as process,
    ):
        try:
            _await_listening(port, process, home / "actions.log")
            yield EndpointConfig(
                url=f"http://127.0.0.1:{port}/webhook",
                headers={"Authorization": f"Bearer {SECRET}"},
                enable_selective_domain=True,
            )
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def own_agent(own_model: Path, own_actions: EndpointConfig) -> Agent:
    """Load the model once."""
    return Agent.load(str(own_model), tracker_store=InMemoryTrackerStore(Domain.empty()), action_endpoint=own_actions)


@pytest.fixture
def talk(own_agent: Agent, request: pytest.FixtureRequest) -> Talk:
    """Begin a conversation of its own."""
    return Talk(own_agent, sender=request.node.name)


def _await_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    over = time.monotonic() + PATIENCE
    while time.monotonic() < over and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)  # a process that is not there yet has no event to wait for
        else:
            return
    raise AssertionError(f"the actions did not start:\n{log.read_text()[-2000:]}")
