"""Endings: a conversation that nobody goes on with is closed, and the assistant forgets it.

It stays in the log and can be read; what is said next begins a new one, with an assistant that does not
take "the second one" for something that was meant weeks ago.
"""

from datetime import timedelta

import structlog

from bot.assistant import Assistant, AssistantError
from bot.clock import Clock
from bot.db import Database
from bot.desk import conversations
from bot.desk.models import Owner
from bot.errors import Refused
from bot.gateway.fanout import Fanout
from bot.gateway.stopping import Stop

CLOSED_AT_ONCE = 100

# Longer than the longest clock that runs by itself on a milestone (review, 14 days, then the security hold, 5): whoever
# comes back when it runs out still finds what was said about it.
IDLE = timedelta(days=30)

log = structlog.get_logger(__name__)


class NotYoursToEnd(Refused):
    """A specialist has the conversation, or is waited for; or something was said just now."""

    code = "not_yours_to_end"
    sentence = "This conversation cannot be ended just now. Please try again when it is the assistant's."


class Endings:
    """Closes conversations in which nothing was said for `idle`, and those that their party wants to end."""

    def __init__(
        self, *, database: Database, clock: Clock, assistant: Assistant, fanout: Fanout, idle: timedelta, every_s: float
    ) -> None:
        self._database = database
        self._clock = clock
        self._assistant = assistant
        self._fanout = fanout
        self._idle = idle
        self._every_s = every_s

    async def run(self, stop: Stop) -> None:
        """Look again and again until told to stop."""
        while not await stop.within(self._every_s):
            try:
                while await self._sweep() and not stop.told:
                    pass
            except Exception:
                log.exception("conversations_not_closed")

    async def end(self, conversation: str) -> None:
        """End the assistant's conversation at its party's wish. Raises NotYoursToEnd."""
        async with self._database.reading() as session:
            found = await conversations.find(session, conversation=conversation)
        if found.owner != Owner.ASSISTANT:
            raise NotYoursToEnd
        try:
            await self._assistant.close(conversation)
        except AssistantError as error:
            # It forgets when the next conversation of the party begins under another name.
            log.warning("conversation_not_forgotten", kind=type(error).__name__)
        async with self._database.transaction() as session:
            if not await conversations.close(session, found, now=self._clock.now()):
                raise NotYoursToEnd
        log.info("conversation_closed", conversation=conversation)
        self._fanout.look(conversation)

    async def _sweep(self) -> bool:
        """Close some; true if there may be more."""
        async with self._database.reading() as session:
            idle = await conversations.idle(session, since=self._clock.now() - self._idle, limit=CLOSED_AT_ONCE)
        for conversation in idle:
            try:
                # Forgotten first: a crash in between repeats it, the other order would leave the memory for ever.
                await self._assistant.close(conversation.id)
            except AssistantError as error:
                log.warning("conversation_not_forgotten", kind=type(error).__name__)
                return False
            async with self._database.transaction() as session:
                if await conversations.close(session, conversation, now=self._clock.now()):
                    log.info("conversation_closed", conversation=conversation.id)
            self._fanout.look(conversation.id)
        return len(idle) == CLOSED_AT_ONCE
