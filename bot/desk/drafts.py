"""Job posts in the making: written by client, assistant and specialist in turn, and accepted by the client alone.

Nothing is posted here. Every version is kept with its author.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import forms
from bot.desk.drafting import DraftAuthorKind, DraftState, JobDraftRow, JobDraftVersion
from bot.desk.forms import Field, InvalidFields, Value
from bot.desk.models import CONVERSATIONS
from bot.errors import Refused

VERSIONS_MAX = 200
REQUEST_LENGTH = 2_000

#: The least that may be offered, in minor units (facts.md, ask_specialist_help: W65).
MINIMUM_MINOR: Mapping[str, int] = {"fixed": 5_00, "hourly": 3_00}

FIELDS: tuple[Field, ...] = (
    Field("title", "Title", "text", required=True, greatest=80),
    Field("goal", "Goal", "long_text", required=True, greatest=1500),
    Field("deliverables", "Deliverables", "long_text", required=True, greatest=1500),
    Field("skills", "Skills", "long_text", required=True, greatest=300),
    Field("budget_kind", "Kind of budget", "choice", required=True, options=tuple(MINIMUM_MINOR)),
    Field("budget", "Budget", "money"),
    Field("timeline", "Timeline", "long_text", greatest=300),
)
_UNITS = {"fixed": "fixed price", "hourly": "per hour"}


class DraftConflict(Refused):
    """Somebody else has changed the draft meanwhile; `version` is the newest."""

    code = "draft_conflict"
    sentence = "The draft has changed in the meantime. Please look at the newest version first."


class NoDraft(Refused):
    """There is no draft to decide about."""

    code = "no_draft"
    sentence = "There is no draft at the moment."


class TooManyVersions(Refused):
    """The draft has been changed too often."""

    code = "too_many_versions"
    sentence = "This draft has too many versions. Please accept it and start another."


@dataclass(frozen=True, slots=True)
class DraftAuthor:
    """Who wrote a version, as its readers see them."""

    kind: DraftAuthorKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDraft:
    """A draft as of one version."""

    id: str
    conversation: str
    version: int
    state: DraftState
    request: str | None
    fields: Mapping[str, Value]
    author: DraftAuthor
    at: datetime

    @property
    def text(self) -> str:
        """The draft as the text of a job post."""
        return exported(self.fields)

    def block(self) -> dict[str, Any]:
        """Write it as the block of a message; its buttons come with the message."""
        return {
            "type": "draft",
            "draft": self.id,
            "version": self.version,
            "state": str(self.state),
            "title": self.fields["title"],
            "author": {"kind": str(self.author.kind), "name": self.author.name},
            "fields": dict(self.fields),
            "text": self.text,
        }


async def save(
    session: AsyncSession,
    *,
    conversation: str,
    base: int,
    fields: Mapping[str, Any],
    author: DraftAuthor,
    now: datetime,
) -> JobDraft:
    """Write the next version of the conversation's draft; `base` is the version that was edited, 0 for none.

    Raises DraftConflict, InvalidFields, TooManyVersions.
    """
    fit = check(fields)
    await session.execute(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation).with_for_update())
    before = await current(session, conversation=conversation)
    newest = 0 if before is None else before.version
    if base != newest:
        raise DraftConflict(version=newest)
    if newest >= VERSIONS_MAX:
        raise TooManyVersions
    draft = str(uuid4()) if before is None else before.id
    if before is None:
        session.add(JobDraftRow(id=draft, conversation=conversation, version=1, state=DraftState.OPEN, created_at=now))
        await session.flush()  # its first version refers to it
    else:
        await session.execute(
            update(JobDraftRow)
            .where(JobDraftRow.id == draft)
            .values(version=newest + 1, state=DraftState.OPEN, request=None)
        )
    session.add(
        JobDraftVersion(
            draft=draft,
            version=newest + 1,
            author_kind=author.kind,
            author_name=author.name,
            fields=fit,
            at=now,
        )
    )
    await session.flush()  # it is read back below
    return await _require(session, conversation)


def check(fields: Mapping[str, Any]) -> dict[str, Value]:
    """Return the fields of a draft, tidied. Raises InvalidFields, also for a budget below the minimum of its kind."""
    fit = forms.check(FIELDS, fields)
    match fit.get("budget"):
        case {"minor": int(minor)} if minor < MINIMUM_MINOR[str(fit["budget_kind"])]:
            least = MINIMUM_MINOR[str(fit["budget_kind"])]
            raise InvalidFields(
                fields={"budget": f"Budget must be at least {_amount(least)}, {_UNITS[str(fit['budget_kind'])]}."}
            )
    return fit


async def current(session: AsyncSession, *, conversation: str) -> JobDraft | None:
    """Read the draft that is not accepted yet."""
    return await _read(session, JobDraftRow.conversation == conversation, JobDraftRow.state != DraftState.ACCEPTED)


async def latest(session: AsyncSession, *, conversation: str) -> JobDraft | None:
    """Read the newest draft, accepted or not."""
    return await _read(session, JobDraftRow.conversation == conversation)


async def versions(session: AsyncSession, *, draft: str) -> list[JobDraft]:
    """Read every version of a draft, the oldest first."""
    rows = await session.execute(_with_versions().where(JobDraftRow.id == draft).order_by(JobDraftVersion.version))
    return [_job_draft(row, version) for row, version in rows]


async def accept(session: AsyncSession, *, conversation: str, version: int, now: datetime) -> JobDraft:
    """Settle the draft as its client wants it; the door lets the client alone in here. Raises NoDraft, DraftConflict."""
    return await _decide(session, conversation, version, state=DraftState.ACCEPTED, settled_at=now)


async def ask_changes(session: AsyncSession, *, conversation: str, version: int, request: str) -> JobDraft:
    """Note what the client wants changed; for the client alone, as above. Raises NoDraft, DraftConflict."""
    return await _decide(
        session, conversation, version, state=DraftState.CHANGES_REQUESTED, request=request.strip()[:REQUEST_LENGTH]
    )


def exported(fields: Mapping[str, Value]) -> str:
    """Write a draft as the text of a job post."""
    told = [(field.label, _readable(field.name, fields)) for field in FIELDS[1:] if field.name != "budget_kind"]
    return "\n\n".join([str(fields["title"]), *(f"{label}\n{text}" for label, text in told if text)])


def _readable(name: str, fields: Mapping[str, Value]) -> str:
    if name != "budget":
        return str(fields.get(name, ""))
    kind = _UNITS[str(fields["budget_kind"])]
    match fields.get("budget"):
        case {"minor": int(minor)}:
            return f"{_amount(minor)}, {kind}"
    return f"Open, {kind}"


def _amount(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02d} {forms.CURRENCY}"


async def _decide(session: AsyncSession, conversation: str, version: int, **changes: Any) -> JobDraft:
    await session.execute(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation).with_for_update())
    draft = await _require(session, conversation)
    if draft.version != version:
        raise DraftConflict(version=draft.version)
    await session.execute(update(JobDraftRow).where(JobDraftRow.id == draft.id).values(**changes))
    decided = await latest(session, conversation=conversation)
    assert decided is not None  # noqa: S101 - it was just changed
    return decided


async def _require(session: AsyncSession, conversation: str) -> JobDraft:
    found = await current(session, conversation=conversation)
    if found is None:
        raise NoDraft
    return found


async def _read(session: AsyncSession, *which: Any) -> JobDraft | None:
    row = (
        await session.execute(
            _with_versions()
            .where(JobDraftVersion.version == JobDraftRow.version, *which)
            .order_by(JobDraftRow.created_at.desc(), JobDraftRow.id)
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else _job_draft(*row)


def _with_versions() -> Any:
    return (
        select(JobDraftRow, JobDraftVersion)
        .join(JobDraftVersion, JobDraftVersion.draft == JobDraftRow.id)
        .execution_options(populate_existing=True)
    )


def _job_draft(row: JobDraftRow, version: JobDraftVersion) -> JobDraft:
    return JobDraft(
        id=row.id,
        conversation=row.conversation,
        version=version.version,
        state=DraftState(row.state),
        request=row.request,
        fields=version.fields,
        author=DraftAuthor(DraftAuthorKind(version.author_kind), version.author_name),
        at=version.at,
    )
