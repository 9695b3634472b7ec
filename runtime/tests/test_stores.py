"""The working memory and the locks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from milepost_runtime import lock_store
from milepost_runtime.lock_store import LocksInProcess
from milepost_runtime.tracker_store import TURNS, WorkingMemory, trimmed
from rasa.core.lock_store import LockError
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

DOMAIN = Domain.from_dict(
    {"slots": {"topic_before": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}}
)


def _conversation(turns: int, *first: object) -> DialogueStateTracker:
    events = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"), *first]
    for number in range(turns):
        events += [UserUttered(str(number)), ActionExecuted("action_greet"), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events("c", events, slots=DOMAIN.slots)


def _memory(folder: Path) -> WorkingMemory:
    return WorkingMemory(DOMAIN, f"sqlite:///{folder / 'rasa.db'}")


async def test_a_conversation_is_remembered_by_another_process(tmp_path: Path) -> None:
    first, second = _memory(tmp_path), _memory(tmp_path)
    await first.save(_conversation(2, SlotSet("topic_before", "greet")))
    found = await second.retrieve("c")
    assert found is not None
    assert found.get_slot("topic_before") == "greet"
    assert found.latest_message is not None
    assert found.latest_message.text == "1"
    first.close()
    second.close()


async def test_an_unknown_conversation_is_nothing(tmp_path: Path) -> None:
    memory = _memory(tmp_path)
    assert await memory.retrieve("c") is None
    memory.close()


async def test_a_forgotten_conversation_is_nothing(tmp_path: Path) -> None:
    memory = _memory(tmp_path)
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
