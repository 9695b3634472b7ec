"""Posting: an accepted draft is handed to the marketplace, where it can take one. It posts nothing: its owner does."""

from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.desk.drafts import JobDraft
from bot.gateway.desk.floor import Floor
from bot.marketplace.job_posts import JobPosts
from bot.marketplace.port import MarketplaceUnavailable
from bot.marketplace.standing import StandingForbids

log = structlog.get_logger(__name__)


class Posting:
    """Hands drafts over, after the person has accepted them."""

    def __init__(self, *, database: Database, clock: Clock, floor: Floor, port: JobPosts | None) -> None:
        """Without a `port` a draft is only text that its person copies."""
        self._database = database
        self._clock = clock
        self._floor = floor
        self._port = port

    @property
    def is_possible(self) -> bool:
        """Whether the marketplace takes drafts."""
        return self._port is not None

    def of(self, draft: JobDraft, account: str) -> Callable[[], Awaitable[None]]:
        """Return the handing over of a draft, to be done once its acceptance is committed."""

        async def hand_over() -> None:
            assert self._port is not None  # noqa: S101 - asked before
            try:
                reference: str | None = await self._port.take(
                    account, draft=draft.id, version=draft.version, fields=draft.fields, text=draft.text
                )
            except MarketplaceUnavailable:
                log.warning("draft_not_taken", draft=draft.id)  # the text stands in the thread all the same
                return
            except StandingForbids:
                reference = None
            async with self._database.transaction() as session:
                told = await self._floor.notices.write(
                    session,
                    draft.conversation,
                    "desk.draft_not_allowed" if reference is None else "desk.draft_taken",
                    cause=f"{draft.id}:taken",
                    now=self._clock.now(),
                    version=draft.version,
                    reference=reference or "",
                )
            await self._floor.after((), [told])

        return hand_over
