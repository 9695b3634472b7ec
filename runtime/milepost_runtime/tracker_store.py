"""Rasa's working memory: the last few turns of each conversation, one row each, in a pooled database."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
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
AT_HAND = 256  # conversations whose events are not read again for their next turn

_metadata = sa.MetaData()
_memory = sa.Table(
    "working_memory",
    _metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Float, nullable=False),
)
_THIS = _memory.c.conversation == sa.bindparam("this")
_READ = sa.select(_memory.c.saved_at, _memory.c.events).where(_THIS)
_UPDATE = sa.update(_memory).where(_THIS).values(events=sa.bindparam("events"), saved_at=sa.bindparam("saved_at"))
_INSERT = sa.insert(_memory)
_DELETE = sa.delete(_memory).where(_THIS)


class WorkingMemory(TrackerStore):
    """Keeps TURNS turns; what they leave behind (slots, an active form, a pause) is carried over.

    Rasa's own SQL store keeps every event for ever, reads them all each turn, and connects anew each
    time where the database is SQLite.

    What was written last stays at hand, so that it need not be read from its JSON again; whether it is still what the
    database has, the moment of its writing tells.
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
        self._at_hand: OrderedDict[str, tuple[float, list[Event]]] = OrderedDict()
        _metadata.create_all(self._engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write what is to be remembered of a conversation."""
        await self.stream_events(tracker)
        events = trimmed(tracker)
        row = {"events": json.dumps([event.as_dict() for event in events]), "saved_at": time.time()}
        with self._engine.begin() as connection:
            if not connection.execute(_UPDATE, {"this": tracker.sender_id, **row}).rowcount:
                connection.execute(_INSERT, {"conversation": tracker.sender_id, **row})
        self._at_hand[tracker.sender_id] = row["saved_at"], events
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Read what is remembered of a conversation; None where that is nothing."""
        with self._engine.connect() as connection:
            row = connection.execute(_READ, {"this": sender_id}).one_or_none()
        saved_at, events = self._at_hand.pop(sender_id, (None, []))
        if row is None:
            return None
        if row.saved_at != saved_at:
            return DialogueStateTracker.from_dict(sender_id, json.loads(row.events), self.domain.slots)
        return DialogueStateTracker.from_events(sender_id, events, slots=self.domain.slots)

    async def keys(self) -> list[str]:
        """Return all conversations of which something is remembered."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(_memory.c.conversation)))

    async def forget(self, sender_id: str) -> None:
        """Forget a conversation: its next message opens a new session."""
        with self._engine.begin() as connection:
            connection.execute(_DELETE, {"this": sender_id})

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
        url,
        poolclass=QueuePool,
        pool_size=POOL,
        pool_use_lifo=True,
        connect_args={"check_same_thread": False},
        future=True,
    )
    sa.event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY}"):
        connection.execute(f"PRAGMA {pragma}")
