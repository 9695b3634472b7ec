"""One turn at a time in each conversation, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

# Longer than a turn may take (channel.DEADLINE), so that only a lost lock is ever given up on.
PATIENCE = 60.0  # seconds


class LocksInProcess(LockStore):
    """An asyncio lock per conversation, kept only while somebody holds it or waits for it.

    Right for one worker. Rasa's own stores look again once a second: a second message then waits
    a second behind a turn of 50 ms.
    """

    def __init__(self, endpoint_config: Any = None) -> None:  # noqa: ARG002 - how Rasa makes it
        """Start with nobody waiting."""
        super().__init__()
        self._locks: dict[str, asyncio.Lock] = {}
        self._interested: dict[str, int] = {}

    def __len__(self) -> int:
        """Return how many conversations are served or waited for."""
        return len(self._locks)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,  # noqa: ARG002 - a lock ends with its turn
        wait_time_in_seconds: float = 1,  # noqa: ARG002 - nothing is polled
    ) -> AsyncIterator[TicketLock]:
        """Hold the conversation's lock, in the order of asking. Raises LockError after PATIENCE."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._interested[conversation_id] = self._interested.get(conversation_id, 0) + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), PATIENCE)
            except asyncio.TimeoutError:
                raise LockError("the conversation's earlier turn does not end") from None
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            self._interested[conversation_id] -= 1
            if not self._interested[conversation_id]:
                del self._interested[conversation_id], self._locks[conversation_id]

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """Return something for a conversation that is being served."""
        return TicketLock(conversation_id) if conversation_id in self._locks else None

    def save_lock(self, lock: TicketLock) -> None:
        """Do nothing: the lock is no ticket."""

    def delete_lock(self, conversation_id: str) -> None:
        """Do nothing: a lock goes with the last who is interested."""
