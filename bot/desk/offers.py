"""Offers: what a message's buttons and forms do. The doing stays here; the wire gets labels only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.forms import Field, fields_of
from bot.desk.messages import Block
from bot.desk.models import Message
from bot.errors import Refused

# Old buttons may offer what is no longer true; the person asks again instead.
OFFER_LIFETIME = timedelta(hours=24)

_PRIVATE_OF_FIELDS = frozenset({"min"})


class UnknownChoice(Refused):
    """No such button was shown in that message."""

    code = "unknown_choice"
    sentence = "That button is not part of this conversation."


class ChoiceExpired(Refused):
    """The button or form was shown too long ago."""

    code = "choice_expired"
    sentence = "That was offered a while ago. Please ask again."


class UnknownForm(Refused):
    """No such form was shown in that message."""

    code = "unknown_form"
    sentence = "That form is not part of this conversation."


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done without asking the assistant: its name, and what was decided about it when it was offered."""

    name: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and the topic it asks about, or the act that it is."""

    label: str
    topic: str
    entities: Mapping[str, Any]
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its fields as they were shown, the topic that takes its values or the act, and what they are about."""

    topic: str
    entities: Mapping[str, Any]
    fields: tuple[Field, ...]
    act: Act | None = None


def parted(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], dict[str, Any] | None]:
    """Part blocks into what the wire shows and what is kept: `then` of every choice and form."""
    shown: list[Block] = []
    choices: dict[str, Any] = {}
    forms: dict[str, Any] = {}
    for block in blocks:
        match block:
            case {"type": "choices", "choices": list(offered)}:
                for choice in offered:
                    choices[choice["id"]] = {"label": choice["label"], **choice["then"]}
                shown.append({**block, "choices": [_without(choice, {"then"}) for choice in offered]})
            case {"type": "form", "form": str(form), "fields": list(fields), "then": then}:
                forms[form] = {"fields": fields, **then}
                public = [_without(field, _PRIVATE_OF_FIELDS) for field in fields]
                shown.append({**_without(block, {"then"}), "fields": public})
            case _:
                shown.append(block)
    kept = {"choices": choices, "forms": forms} if choices or forms else None
    return tuple(shown), kept


async def find_choice(session: AsyncSession, *, conversation: str, message: int, choice: str, now: datetime) -> Choice:
    """Find the button of a message. Raises UnknownChoice, ChoiceExpired."""
    offered = await _offered(session, conversation, message, "choices", choice, now=now)
    if offered is None:
        raise UnknownChoice
    return Choice(offered["label"], offered.get("topic", ""), offered.get("entities") or {}, _act(offered, but="label"))


async def find_form(session: AsyncSession, *, conversation: str, message: int, form: str, now: datetime) -> Form:
    """Find the form of a message. Raises UnknownForm, ChoiceExpired."""
    offered = await _offered(session, conversation, message, "forms", form, now=now)
    if offered is None:
        raise UnknownForm
    return Form(
        offered.get("topic", ""),
        offered.get("entities") or {},
        fields_of(offered["fields"]),
        _act(offered, but="fields"),
    )


async def _offered(
    session: AsyncSession, conversation: str, message: int, kind: str, name: str, *, now: datetime
) -> Mapping[str, Any] | None:
    row = (
        await session.execute(
            select(Message.then, Message.at).where(Message.conversation == conversation, Message.seq == message)
        )
    ).one_or_none()
    if row is None or row.then is None:
        return None
    offered: Mapping[str, Any] | None = row.then.get(kind, {}).get(name)
    # An act looks for itself whether it can still be done; a topic would be answered as if it were asked now.
    if now - row.at > OFFER_LIFETIME and (offered is None or "act" not in offered):
        raise ChoiceExpired
    return offered


def _act(offered: Mapping[str, Any], *, but: str) -> Act | None:
    return Act(offered["act"], _without(offered, {but, "act"})) if "act" in offered else None


def _without(block: Mapping[str, Any], names: Iterable[str]) -> Block:
    return {name: value for name, value in block.items() if name not in names}
