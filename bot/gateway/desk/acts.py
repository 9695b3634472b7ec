"""Acts: what buttons and forms do that the gateway carries out itself, as the server decided when it showed them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import contacts, drafts, messages_left
from bot.desk.contacts import CodeAnswer
from bot.desk.conversations import Party
from bot.desk.drafts import DraftConflict, NoDraft
from bot.desk.handoffs import requests
from bot.desk.handoffs.moving import Moved
from bot.desk.handoffs.requests import NotWaiting
from bot.desk.messages import Appended
from bot.desk.offers import Act
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.posting import Posting

CHANGES_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of it. `after` is done once it is committed, outside of any transaction."""

    moved: tuple[Moved, ...] = ()
    written: tuple[Appended, ...] = ()
    after: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """One press: where, by whom, and when. `cause` is its own id."""

    session: AsyncSession
    conversation: str
    party: Party
    cause: str
    details: Mapping[str, Any]
    values: Mapping[str, Any]
    now: datetime


class Acts:
    """Carries acts out."""

    def __init__(self, *, floor: Floor, posting: Posting) -> None:
        self._floor = floor
        self._posting = posting
        self._table: Mapping[str, Callable[[Pressing], Awaitable[Pressed]]] = {
            "leave_queue": self._leave_queue,
            "end_chat": self._end_chat,
            "accept_draft": self._accept_draft,
            "change_draft": self._change_draft,
            "confirm_address": self._confirm_address,
        }

    async def do(
        self,
        session: AsyncSession,
        act: Act,
        *,
        conversation: str,
        party: Party,
        cause: str,
        values: Mapping[str, Any],
        now: datetime,
    ) -> Pressed:
        """Carry one out, in the transaction that records its press."""
        pressing = Pressing(session, conversation, party, cause, act.details, values, now)
        return await self._table[act.name](pressing)

    async def _leave_queue(self, pressing: Pressing) -> Pressed:
        session, now = pressing.session, pressing.now
        try:
            moved = await requests.leave_queue(session, conversation=pressing.conversation, now=now)
        except NotWaiting:
            return await self._say(pressing, "desk.not_in_line")
        written = await self._floor.note(session, [moved], now=now)
        return Pressed((moved,), tuple(written))

    async def _end_chat(self, pressing: Pressing) -> Pressed:
        session, now = pressing.session, pressing.now
        try:
            moved = await requests.end(session, conversation=pressing.conversation, now=now)
        except NotWaiting:
            return await self._say(pressing, "desk.not_in_chat")
        written = await self._floor.note(session, [moved], now=now)
        return Pressed((moved,), tuple(written))

    async def _accept_draft(self, pressing: Pressing) -> Pressed:
        version = int(pressing.details["version"])
        try:
            accepted = await drafts.accept(
                pressing.session, conversation=pressing.conversation, version=version, now=pressing.now
            )
        except (DraftConflict, NoDraft):
            return await self._say(pressing, "desk.draft_moved_on")
        said = await self._say(pressing, "desk.draft_accepted", version=version, post=accepted.text)
        if pressing.party.account is None or not self._posting.is_possible:
            return said
        return replace(said, after=self._posting.of(accepted, pressing.party.account))

    async def _change_draft(self, pressing: Pressing) -> Pressed:
        version, wish = int(pressing.details["version"]), pressing.values.get("changes")
        if wish is None:
            return await self._ask_for_changes(pressing, version)
        try:
            await drafts.ask_changes(
                pressing.session, conversation=pressing.conversation, version=version, request=str(wish)
            )
        except (DraftConflict, NoDraft):
            return await self._say(pressing, "desk.draft_moved_on")
        return await self._say(pressing, "desk.draft_changes_sent")

    async def _ask_for_changes(self, pressing: Pressing, version: int) -> Pressed:
        label = self._floor.notices.text("desk.draft_changes_label", now=pressing.now)
        fields = [{"name": "changes", "label": label, "kind": "long_text", "required": True, "max": CHANGES_LENGTH}]
        form = {
            "type": "form",
            "form": "draft_changes",
            "fields": fields,
            "then": {"act": "change_draft", "version": version},
        }
        return await self._say(pressing, "desk.draft_changes", blocks=[form])

    async def _confirm_address(self, pressing: Pressing) -> Pressed:
        check = await messages_left.confirm_address(
            pressing.session, party=pressing.party, code=str(pressing.values.get("code", "")), now=pressing.now
        )
        match check.answer:
            case CodeAnswer.CONFIRMED:
                address = contacts.masked(check.address or "")
                return await self._say(pressing, "desk.address_confirmed", address=address)
            case CodeAnswer.WRONG:
                return await self._say(pressing, "desk.code_wrong", left=check.attempts_left)
        return await self._say(pressing, "desk.code_expired")

    async def _say(self, pressing: Pressing, key: str, **said: Any) -> Pressed:
        written = await self._floor.notices.write(
            pressing.session, pressing.conversation, key, cause=f"{pressing.cause}:act", now=pressing.now, **said
        )
        return Pressed(written=(written,))
