"""Search for the desk: conversations by what was said in them, by whose they are, and by the references of promises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.models import CONVERSATIONS, MESSAGES
from bot.desk.promise import FollowUpRow
from bot.desk.references import read_reference
from bot.desk.staff import roles
from bot.desk.staff.access import opens
from bot.desk.staff.member import Member
from bot.desk.staff.roles import Act
from bot.errors import Refused

QUERY_MIN = 2
QUERY_MAX = 200
RESULTS = 30
AROUND = 60  # characters that an excerpt shows on either side


class QueryTooShort(Refused):
    """Nothing useful can be found by so little."""

    code = "too_short"
    sentence = f"Please type {QUERY_MIN} characters or more."


class What(StrEnum):
    """What of a conversation was found."""

    REFERENCE = "reference"
    PERSON = "person"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that fits, and where in it. `excerpt` is what was found, as it was written."""

    what: What
    conversation: str
    account: str | None
    at: datetime
    excerpt: str
    seq: int | None = None


async def search(session: AsyncSession, *, member: Member, query: str) -> list[Found]:
    """Find conversations that the member may open, each once, the newest first. Raises NotAllowed, QueryTooShort."""
    roles.require(member, Act.SEARCH)
    wanted = " ".join(query.split())[:QUERY_MAX]
    if len(wanted) < QUERY_MIN:
        raise QueryTooShort
    mine = opens(member)
    found = [
        *await _references(session, wanted, mine),
        *await _people(session, wanted, mine),
        *await _messages(session, wanted, mine),
    ]
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.conversation, each)
    return list(first.values())[:RESULTS]


async def _references(session: AsyncSession, wanted: str, mine: ColumnElement[bool]) -> list[Found]:
    reference = read_reference(wanted)
    if reference is None:
        return []
    rows = await session.execute(
        select(FollowUpRow.conversation, FollowUpRow.account, FollowUpRow.created_at, FollowUpRow.reference)
        .join(CONVERSATIONS, CONVERSATIONS.c.id == FollowUpRow.conversation)
        .where(FollowUpRow.reference == reference, mine)
    )
    return [Found(What.REFERENCE, *row) for row in rows]


async def _people(session: AsyncSession, wanted: str, mine: ColumnElement[bool]) -> list[Found]:
    rows = await session.execute(
        select(CONVERSATIONS.c.id, CONVERSATIONS.c.account, CONVERSATIONS.c.opened_at, CONVERSATIONS.c.account)
        .where(or_(_holds(CONVERSATIONS.c.account, wanted), CONVERSATIONS.c.id == wanted.lower()), mine)
        .order_by(CONVERSATIONS.c.opened_at.desc())
        .limit(RESULTS)
    )
    return [Found(What.PERSON, id_, account, at, name or "") for id_, account, at, name in rows]


async def _messages(session: AsyncSession, wanted: str, mine: ColumnElement[bool]) -> list[Found]:
    newest = (
        select(MESSAGES.c.conversation, func.max(MESSAGES.c.seq).label("seq"))
        .join(CONVERSATIONS, CONVERSATIONS.c.id == MESSAGES.c.conversation)
        .where(or_(_holds(MESSAGES.c.text, wanted), _holds(MESSAGES.c.name, wanted)), mine)
        .group_by(MESSAGES.c.conversation)
        .subquery()
    )
    rows = await session.execute(
        select(MESSAGES.c.conversation, CONVERSATIONS.c.account, MESSAGES.c.at, MESSAGES.c.text, MESSAGES.c.seq)
        .join(newest, (MESSAGES.c.conversation == newest.c.conversation) & (MESSAGES.c.seq == newest.c.seq))
        .join(CONVERSATIONS, CONVERSATIONS.c.id == MESSAGES.c.conversation)
        .order_by(MESSAGES.c.at.desc())
        .limit(RESULTS)
    )
    return [
        Found(What.MESSAGE, conversation, account, at, _excerpt(text, wanted), seq)
        for conversation, account, at, text, seq in rows
    ]


def _holds(column: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    return func.lower(column).contains(wanted.lower(), autoescape=True)


def _excerpt(text: str, wanted: str) -> str:
    line = " ".join(text.split())
    at = max(line.lower().find(wanted.lower()), 0)
    start, end = max(at - AROUND, 0), at + len(wanted) + AROUND
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
