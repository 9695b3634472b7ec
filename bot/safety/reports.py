"""Reports: filed once for each submission, read back by their reporter only, and waiting in a queue for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.marketplace.money import Money
from bot.marketplace.port import MarketplaceUnavailable
from bot.marketplace.reference import derived
from bot.safety.evidence import Heard, Sealed, digest, seal
from bot.safety.report import ReportState, SafetyEvidence, SafetyReport, SafetyReportMove
from bot.safety.statement import NotedSign, Statement

QUEUE_PAGE = 50
SHOWN = 10  # of one reporter's, the latest
PREFIX = "SR-"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports: a signed-in account or an anonymous visitor, never both."""

    account: str | None = None
    visitor: str | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, as its reporter sees it. No verdict is in it."""

    reference: str
    filed_at: datetime
    state: ReportState


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report that waits, as the desk sees it."""

    reference: str
    filed_at: datetime
    reporter: Reporter
    conversation: str
    statement: Statement
    sha256: str
    evidence: tuple[Sealed, ...]


class Reports(Protocol):
    """What an answer may read of reports."""

    async def of(self, *, account: str | None, conversation: str) -> tuple[ReportView, ...]:
        """Read the account's reports, or a visitor's of this conversation, newest first. Raises MarketplaceUnavailable."""
        ...


class SqlReports:
    """Reads what `file` wrote."""

    def __init__(self, database: Database) -> None:
        """Read from `database`."""
        self._database = database

    async def of(self, *, account: str | None, conversation: str) -> tuple[ReportView, ...]:
        """Read the account's reports, or a visitor's of this conversation, newest first. Raises MarketplaceUnavailable."""
        try:
            async with self._database.reading() as session:
                return await find_own(session, account=account, conversation=conversation)
        except (SQLAlchemyError, OSError) as error:
            raise MarketplaceUnavailable from error


def reference_of(conversation: str, message_id: str) -> str:
    """Return the reference of the report that a message submits: the same message, the same report."""
    return derived(PREFIX, conversation, message_id)


async def file(
    session: AsyncSession,
    *,
    statement: Statement,
    reporter: Reporter,
    conversation: str,
    message_id: str,
    heard: Iterable[Heard],
    now: datetime,
) -> str:
    """File what a message submits, once, and return its reference. `heard` is the conversation up to it.

    Call it in the transaction that stores the answer, so that neither is there without the other.
    """
    reference = reference_of(conversation, message_id)
    if await session.get(SafetyReport, reference) is not None:
        return reference
    written = statement.wire()
    session.add(
        SafetyReport(
            reference=reference,
            conversation=conversation,
            message_id=message_id,
            account=reporter.account,
            visitor=reporter.visitor,
            filed_at=now,
            topic=statement.topic,
            what=statement.what,
            links=statement.links,
            amount_minor=statement.amount.minor if statement.amount else None,
            currency=statement.amount.currency if statement.amount else None,
            who=statement.who,
            evidence=statement.evidence,
            contract=statement.contract,
            signs=written["signs"],
            sha256=digest(written),
        )
    )
    await session.flush()  # the rows below point to it
    for piece in map(seal, heard):
        session.add(
            SafetyEvidence(
                reference=reference,
                seq=piece.seq,
                message_id=piece.message_id,
                kind=piece.kind,
                at=piece.at,
                sha256=piece.sha256,
            )
        )
    by = reporter.account or reporter.visitor
    session.add(SafetyReportMove(reference=reference, state=ReportState.OPEN, at=now, by=by))
    await session.flush()
    return reference


async def find_own(session: AsyncSession, *, account: str | None, conversation: str) -> tuple[ReportView, ...]:
    """Find the account's reports, or without one a visitor's of this conversation; newest first."""
    whose = (
        SafetyReport.account == account
        if account is not None
        else (SafetyReport.conversation == conversation) & SafetyReport.account.is_(None)
    )
    rows = await session.execute(_with_state().where(whose).order_by(SafetyReport.filed_at.desc()).limit(SHOWN))
    return tuple(ReportView(report.reference, report.filed_at, ReportState(state)) for report, state in rows)


async def list_open(session: AsyncSession, *, limit: int = QUEUE_PAGE) -> list[OpenReport]:
    """List the reports that wait for a person, the oldest first, with their evidence."""
    rows = await session.execute(
        _with_state()
        .where(SafetyReportMove.state == ReportState.OPEN)
        .order_by(SafetyReport.filed_at, SafetyReport.reference)
        .limit(limit)
    )
    reports = [report for report, _ in rows]
    pieces = await session.scalars(
        select(SafetyEvidence)
        .where(SafetyEvidence.reference.in_([report.reference for report in reports]))
        .order_by(SafetyEvidence.seq)
    )
    sealed: dict[str, list[Sealed]] = {}
    for piece in pieces:
        sealed.setdefault(piece.reference, []).append(
            Sealed(piece.seq, piece.message_id, piece.kind, piece.at, piece.sha256)
        )
    return [_open(report, tuple(sealed.get(report.reference, ()))) for report in reports]


def _with_state() -> Select[SafetyReport, str]:
    last = select(func.max(SafetyReportMove.id)).group_by(SafetyReportMove.reference)
    return (
        select(SafetyReport, SafetyReportMove.state)
        .join(SafetyReportMove, SafetyReportMove.reference == SafetyReport.reference)
        .where(SafetyReportMove.id.in_(last))
    )


def _open(report: SafetyReport, evidence: tuple[Sealed, ...]) -> OpenReport:
    amount = Money(report.amount_minor, report.currency or "USD") if report.amount_minor is not None else None
    statement = Statement(
        topic=report.topic,
        what=report.what,
        links=report.links,
        amount=amount,
        who=report.who,
        evidence=report.evidence,
        contract=report.contract,
        signs=tuple(NotedSign(**sign) for sign in report.signs),
    )
    return OpenReport(
        report.reference,
        report.filed_at,
        Reporter(report.account, report.visitor),
        report.conversation,
        statement,
        report.sha256,
        evidence,
    )
