"""Asking: what an answer of the assistant asks of the desk: a person, a message to keep, an address to confirm.

It is done in the transaction that stores the answer, so that neither is there without the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import carried, contacts, conversations, drafts, messages_left
from bot.desk.contacts import TooManyCodes
from bot.desk.drafting import DraftAuthorKind
from bot.desk.drafts import DraftAuthor, TooManyVersions
from bot.desk.forms import InvalidFields
from bot.desk.handoffs import requests
from bot.desk.handoffs.moving import Moved
from bot.desk.handoffs.states import Move, Reason
from bot.desk.messages import Appended, Block
from bot.desk.timetable import Timetable
from bot.desk.turns import Leased
from bot.gateway.desk.floor import Floor
from bot.gateway.sentences import ASSISTANT_NAME

CODE_MAX: Final = 12
IN_LINE: Final = frozenset({Move.QUEUE, Move.REOPEN})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of it, to be told once it is committed."""

    moved: list[Moved] = field(default_factory=list)
    written: list[Appended] = field(default_factory=list)


class Asking:
    """Does what answers ask of the desk."""

    def __init__(self, *, timetable: Timetable, floor: Floor) -> None:
        self._timetable = timetable
        self._floor = floor

    async def carry_out(
        self,
        session: AsyncSession,
        *,
        turn: Leased,
        handoff: Mapping[str, Any] | None,
        file: Mapping[str, Any] | None,
        now: datetime,
    ) -> Asked:
        """Do it. Who asks is told by the conversation, never by the request."""
        asked = Asked()
        match file:
            case {"message": {"what": str(what)} as left} if what.strip():
                await self._leave(session, asked, turn, left, now)
            case {"address": {"email": str(email)}}:
                await self._confirm(session, asked, turn, email, now)
            case {"draft": {"fields": dict(fields)}}:
                await self._draft(session, asked, turn, fields, now)
        if handoff is not None:
            await self._call(session, asked, turn, handoff, now)
        return asked

    async def tell(self, asked: Asked) -> None:
        """Tell everybody, once it is committed."""
        await self._floor.after(asked.moved, asked.written)

    async def _call(
        self, session: AsyncSession, asked: Asked, turn: Leased, handoff: Mapping[str, Any], now: datetime
    ) -> None:
        """Call a person. What was said meanwhile is answered still: the assistant goes on until somebody joins."""
        reason, category = handoff.get("reason"), handoff.get("category")
        behind = await carried.queued(session, conversation=turn.conversation)
        moved = await requests.ask(
            session,
            conversation=turn.conversation,
            reason=Reason(reason) if reason in set(Reason) else Reason.ACTION,
            category=category if isinstance(category, str) else None,
            language=_metadata(turn).get("locale") or "en",
            timetable=self._timetable,
            now=now,
        )
        asked.moved.append(moved)
        asked.written.extend(await self._floor.note(session, [moved], now=now))
        if behind and moved.move in IN_LINE:
            await requests.keep_talking(session, conversation=turn.conversation)
            at = await conversations.find(session, conversation=turn.conversation)
            await carried.owe_again(session, conversation=turn.conversation, seqs=behind, version=at.version)

    async def _leave(
        self, session: AsyncSession, asked: Asked, turn: Leased, given: Mapping[str, Any], now: datetime
    ) -> None:
        """Keep a message, and say by when it is answered and where."""
        category, email = given.get("category"), given.get("email")
        left = await messages_left.leave(
            session,
            conversation=turn.conversation,
            what=given["what"],
            timetable=self._timetable,
            category=category if isinstance(category, str) else None,
            now=now,
        )
        asked.moved.extend([] if left.moved is None else [left.moved])
        owed = left.follow_up
        asked.written.append(
            await self._floor.notices.write(
                session,
                turn.conversation,
                "desk.message_kept" if owed.address is not None else "desk.message_kept_here",
                cause=f"{owed.id}:kept",
                now=now,
                reference=owed.reference,
                due=owed.due_at,
                address=owed.address,
            )
        )
        if owed.address is None and isinstance(email, str):
            await self._confirm(session, asked, turn, email, now)

    async def _confirm(self, session: AsyncSession, asked: Asked, turn: Leased, email: str, now: datetime) -> None:
        """Send a code to an address that was typed, and ask for it."""
        cause = f"{turn.message_id}:code"
        try:
            sent = await contacts.send_code(session, conversation=turn.conversation, address=email, now=now)
        except TooManyCodes:
            told = await self._floor.notices.write(
                session, turn.conversation, "desk.codes_too_many", cause=cause, now=now
            )
        else:
            told = await self._floor.notices.write(
                session,
                turn.conversation,
                "desk.code_sent",
                cause=cause,
                now=now,
                blocks=[self._code_form(now)],
                address=sent.address,
            )
        asked.written.append(told)

    async def _draft(
        self, session: AsyncSession, asked: Asked, turn: Leased, fields: Mapping[str, Any], now: datetime
    ) -> None:
        """Keep what was planned with the assistant as the next version of the job post, and show it."""
        before = await drafts.current(session, conversation=turn.conversation)
        try:
            saved = await drafts.save(
                session,
                conversation=turn.conversation,
                base=0 if before is None else before.version,
                fields=fields,
                author=DraftAuthor(DraftAuthorKind.ASSISTANT, ASSISTANT_NAME),
                now=now,
            )
        except (InvalidFields, TooManyVersions) as refusal:
            log.warning("draft_not_kept", code=refusal.code)  # the answer itself is worth keeping
            return
        told = await self._floor.notices.write(
            session,
            turn.conversation,
            "desk.draft_shown",
            cause=f"draft:{saved.id}:{saved.version}",
            now=now,
            blocks=self._floor.notices.draft_blocks(saved, now=now),
            name=ASSISTANT_NAME,
            version=saved.version,
            post=saved.text,
        )
        asked.written.append(told)

    def _code_form(self, now: datetime) -> Block:
        label = self._floor.notices.text("desk.code_label", now=now)
        fields = [{"name": "code", "label": label, "kind": "text", "required": True, "max": CODE_MAX}]
        return {"type": "form", "form": "address_code", "fields": fields, "then": {"act": "confirm_address"}}


def _metadata(turn: Leased) -> Mapping[str, Any]:
    metadata: Mapping[str, Any] = turn.request.get("metadata") or {}
    return metadata
