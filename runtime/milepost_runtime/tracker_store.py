"""Rasa's working memory: the last few turns of each conversation, one row each, in a pooled database."""

from __future__ import annotations

import json
import time
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import QueuePool

# The conversation itself is in the gateway's log. Rules look one turn back; a follow-up stands on slots.
TURNS = 2
POOL = 4
BUSY = 5_000  # milliseconds that SQLite waits for another writer

_metadata = sa.MetaData()
_memory = sa.Table(
    "working_memory",
    _metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Float, nullable=False),
)


class WorkingMemory(TrackerStore):
    """Keeps TURNS turns; what they leave behind (slots, an active form, a pause) is carried over.

    Rasa's own SQL store keeps every event for ever, reads them all each turn, and connects anew each
    time where the database is SQLite.
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database at `host`, as Rasa calls an endpoint's URL, and make the table where it is missing."""
        super().__init__(domain, event_broker, **kwargs)
        self._engine = _engine(host)
        _metadata.create_all(self._engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write what is to be remembered of a conversation."""
        await self.stream_events(tracker)
        events = json.dumps([event.as_dict() for event in trimmed(tracker)])
        row = {"events": events, "saved_at": time.time()}
        of_this = _memory.c.conversation == tracker.sender_id
        with self._engine.begin() as connection:
            if not connection.execute(sa.update(_memory).where(of_this).values(row)).rowcount:
                connection.execute(sa.insert(_memory).values(conversation=tracker.sender_id, **row))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Read what is remembered of a conversation; None where that is nothing."""
        with self._engine.connect() as connection:
            events = connection.scalar(sa.select(_memory.c.events).where(_memory.c.conversation == sender_id))
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(events), self.domain.slots)

    async def keys(self) -> list[str]:
        """Return all conversations of which something is remembered."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(_memory.c.conversation)))

    async def forget(self, sender_id: str) -> None:
        """Forget a conversation: its next message opens a new session."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_memory).where(_memory.c.conversation == sender_id))

    def close(self) -> None:
        """Close the pool's connections."""
        self._engine.dispose()


def trimmed(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events of the last TURNS turns, with what the ones before have left behind in front."""
    events = list(tracker.events)
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= TURNS:
        return events
    cut = starts[-TURNS]
    before = DialogueStateTracker.from_events(
        tracker.sender_id, events[:cut], slots=tracker.slots.values(), domain=None
    )
    return [*_left_behind(before), *events[cut:]]


def _left_behind(tracker: DialogueStateTracker) -> list[Event]:
    at = tracker.events[-1].timestamp
    carried: list[Event] = [ActionExecuted("action_session_start", timestamp=at), SessionStarted(timestamp=at)]
    carried += [
        SlotSet(slot.name, slot.value, timestamp=at)
        for slot in tracker.slots.values()
        if slot.value is not None and slot.value != slot.initial_value
    ]
    if tracker.active_loop_name:
        carried.append(ActiveLoop(tracker.active_loop_name, timestamp=at))
    carried.append(ActionExecuted("action_listen", timestamp=at))
    if tracker.is_paused():
        carried.append(ConversationPaused(timestamp=at))
    return carried


def _engine(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, poolclass=QueuePool, pool_size=POOL, pool_pre_ping=True, future=True)
    if sa.engine.make_url(url).database in (None, "", ":memory:"):
        return sa.create_engine(
            url, poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}, future=True
        )
    # SQLAlchemy 1.4 would open and close the file, with a checkpoint, for every statement's connection.
    engine = sa.create_engine(
        url, poolclass=QueuePool, pool_size=POOL, connect_args={"check_same_thread": False}, future=True
    )
    sa.event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY}"):
        connection.execute(f"PRAGMA {pragma}")
