"""The floor: what follows a move of a hand-off, in the transaction that makes it and after it is committed."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant import Assistant, AssistantError
from bot.desk.conversations import Closed
from bot.desk.handoffs.moving import Moved
from bot.desk.handoffs.states import Move
from bot.desk.messages import Appended
from bot.gateway.desk.notices import Notices
from bot.gateway.fanout import Fanout

#: A person has taken over: whatever the assistant was in the middle of, it must not go on with it afterwards.
TAKEN_OVER = frozenset({Move.ACCEPT, Move.CLAIM})

log = structlog.get_logger(__name__)


class Floor:
    """Tells everybody what happened, each in their way."""

    def __init__(
        self, *, notices: Notices, fanout: Fanout, assistant: Assistant, wakes: Sequence[Callable[[], None]]
    ) -> None:
        """`wakes` have whoever watches the desk look at it."""
        self.notices = notices
        self._fanout = fanout
        self._assistant = assistant
        self._wakes = wakes
        self._forgetting: set[asyncio.Task[None]] = set()

    async def note(self, session: AsyncSession, moved: Iterable[Moved], *, now: datetime) -> list[Appended]:
        """Write what people are told of moves into their threads, in the transaction of the moves."""
        written: list[Appended] = []
        for one in moved:
            with contextlib.suppress(Closed):  # it ended meanwhile: there is nobody to tell
                told = await self.notices.of(session, one, now=now) if one.move is not None else None
                written += [] if told is None else [told]
        return written

    async def after(self, moved: Iterable[Moved], written: Iterable[Appended]) -> None:
        """Tell everybody, once it is committed."""
        for appended in written:
            if appended.new:
                await self._fanout.publish(appended.message)
        for one in moved:
            if one.move is not None:
                log.info("handoff_moved", handoff=one.ticket.id, move=one.move, was=one.was, state=one.ticket.state)
            if one.move in TAKEN_OVER:
                self._forget(one.ticket.conversation)
        self.wake()

    def wake(self) -> None:
        """Have everybody who watches the desk look at it."""
        for wake in self._wakes:
            wake()

    async def drain(self) -> None:
        """Let what has begun end."""
        await asyncio.gather(*self._forgetting)

    def _forget(self, conversation: str) -> None:
        """Have the assistant drop its half-filled forms; what it needs to know afterwards comes with the next question."""
        task = asyncio.create_task(self._forgotten(conversation))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forgotten(self, conversation: str) -> None:
        try:
            await self._assistant.close(conversation)
        except AssistantError as error:
            log.warning("conversation_not_forgotten", kind=type(error).__name__)
