"""Notices: what a person reads in their thread when something changes about who answers them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import conversations, threads
from bot.desk.drafts import JobDraft
from bot.desk.handoffs.moving import Moved
from bot.desk.messages import Appended, Block, Draft
from bot.desk.models import Author
from bot.desk.offers import parted
from bot.desk.timetable import Timetable
from bot.gateway.desk import tidings
from bot.gateway.sentences import SYSTEM_NAME

DEFAULT_LOCALE = "en"


class Told(Protocol):
    """A notice in words."""

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """The buttons beside it."""
        ...


class NoticeTexts(Protocol):
    """Where notices get their words from; `bot.actions.notices.NoticeWords` is one."""

    def told(self, key: str, *, locale: str, zone: str | None, now: datetime, **values: object) -> Told:
        """Say the notice of a key to a reader; moments are written in their time."""
        ...


class Notices:
    """Writes notices into conversations, in the transaction of what they tell."""

    def __init__(self, texts: NoticeTexts, timetable: Timetable) -> None:
        self._texts = texts
        self._timetable = timetable

    async def of(self, session: AsyncSession, moved: Moved, *, now: datetime) -> Appended | None:
        """Tell the person of a move; None if it is nothing to them."""
        tiding = await tidings.of(session, moved, timetable=self._timetable, now=now)
        if tiding is None:
            return None
        conversation = moved.ticket.conversation
        values = dict(tiding.values)
        if tiding.wait is not None:
            asked = await threads.asked_with(session, conversation=conversation)
            values["wait"] = self._text(asked, tiding.wait.key, now=now, **tiding.wait.values).text
        cause = f"{moved.ticket.id}:{moved.ticket.version}"
        return await self.write(session, conversation, tiding.key, cause=cause, now=now, **values)

    async def write(
        self,
        session: AsyncSession,
        conversation: str,
        key: str,
        *,
        cause: str,
        now: datetime,
        blocks: Sequence[Block] = (),
        **values: object,
    ) -> Appended:
        """Write a notice; the same `cause` twice is the same notice. Raises Closed."""
        asked = await threads.asked_with(session, conversation=conversation)
        told = self._text(asked, key, now=now, **values)
        shown, kept = parted((*told.blocks, *blocks))
        draft = Draft(Author.SYSTEM, SYSTEM_NAME, cause, told.text, blocks=shown, then=kept)
        return await conversations.say(session, conversation=conversation, draft=draft, now=now)

    def draft_blocks(self, draft: JobDraft, *, now: datetime) -> tuple[Block, ...]:
        """Show a job post's draft, with the buttons by which its client decides."""
        offered = (("accept_draft", "desk.draft_accept"), ("change_draft", "desk.draft_change"))
        choices = [
            {"id": str(number), "label": self.text(key, now=now), "then": {"act": act, "version": draft.version}}
            for number, (act, key) in enumerate(offered, start=1)
        ]
        return draft.block(), {"type": "choices", "choices": choices}

    def text(self, key: str, *, now: datetime, **values: object) -> str:
        """Say something that stands in another's message, or beside a field."""
        return self._text({}, key, now=now, **values).text

    def _text(self, asked: Mapping[str, Any], key: str, *, now: datetime, **values: object) -> Told:
        return self._texts.told(
            key, locale=asked.get("locale") or DEFAULT_LOCALE, zone=asked.get("zone"), now=now, **values
        )
