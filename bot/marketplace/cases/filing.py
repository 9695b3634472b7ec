"""Filing: a case is taken once for each submission, one open at a time of a kind, where the record allows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.mail import outbox
from bot.marketplace import audit
from bot.marketplace.account import Account, Hold, Profile, SetBy, Visibility
from bot.marketplace.cases.case import EVIDENCE_LENGTH, STATEMENT_LENGTH, Case, CaseKind, CaseState
from bot.marketplace.parties import UnknownRecord, require_account
from bot.marketplace.reference import derived
from bot.marketplace.standing import Act, StandingForbids, require


@dataclass(frozen=True, slots=True)
class Rule:
    """What filing a kind of case takes, and how it is named."""

    act: Act
    prefix: str
    received: str  # the letter that confirms it
    decided: str  # the letter that tells the decision


RULES: Mapping[CaseKind, Rule] = {
    CaseKind.APPEAL: Rule(Act.APPEAL, "AP-", "appeal_received", "appeal_decided"),
    CaseKind.PROFILE: Rule(Act.REQUEST_PUBLIC_PROFILE, "PR-", "profile_request_received", "profile_request_decided"),
}


class CaseOpen(Refused):
    """Another case of the kind waits for its decision."""

    code = "case_open"
    sentence = "You have asked for this already, and it waits for its decision."


class NothingToAsk(Refused):
    """The record holds nothing that this kind of case could change."""

    code = "nothing_to_ask"
    sentence = "Your record holds nothing that this request could change."


class WrongWords(Refused):
    """What is written down is missing or too long."""

    code = "invalid_fields"
    sentence = "Please say in a few sentences what should be looked at."


def reference_of(kind: CaseKind, *, conversation: str, message: str) -> str:
    """Return the reference of the case that a message submits."""
    return derived(RULES[kind].prefix, conversation, message)


def received_key(reference: str) -> str:
    """Name the letter that confirms a case."""
    return f"case:{reference}:received"


async def file(
    session: AsyncSession,
    *,
    kind: CaseKind,
    reference: str,
    account: str,
    statement: str,
    evidence: str = "",
    locale: str | None = None,
    zone: str | None = None,
    at: datetime,
) -> Case:
    """File a case, and owe the letter that confirms it; the same reference again changes nothing.

    The letters about it are written for a reader of `locale` in `zone` (IANA).
    Raises UnknownRecord, StandingForbids, NothingToAsk, CaseOpen, WrongWords.
    """
    asker = await require_account(session, account)
    known = await session.get(Case, reference)
    if known is not None:
        if known.account_id != account:
            raise UnknownRecord
        return known
    _check_words(kind, statement, evidence)
    await require_ground(session, kind, asker)
    if await open_case(session, kind=kind, account=account) is not None:
        raise CaseOpen
    case = Case(
        reference=reference,
        kind=kind,
        account_id=account,
        state=CaseState.SUBMITTED,
        statement=statement,
        evidence=evidence,
        submitted_at=at,
    )
    session.add(case)
    audit.record(session, at=at, actor=account, act=f"file_{kind.value}", subject=account, status=case.state)
    await session.flush()
    await outbox.put(
        session,
        key=received_key(reference),
        kind=RULES[kind].received,
        account=account,
        address=asker.email,
        locale=locale,
        zone=zone,
        subject_data={"reference": reference},
        at=at,
    )
    return case


async def require_ground(session: AsyncSession, kind: CaseKind, asker: Account) -> None:
    """Refuse what the table of acts does not allow the account, or what its own record does not open.

    Raises StandingForbids, NothingToAsk.
    """
    require(asker.role, asker.standing, RULES[kind].act)
    await _require_reason(session, kind, asker)


async def open_case(session: AsyncSession, *, kind: CaseKind, account: str) -> Case | None:
    """Find the account's case of this kind that waits for its decision."""
    found: Case | None = await session.scalar(
        select(Case).where(Case.account_id == account, Case.kind == kind, Case.state == CaseState.SUBMITTED)
    )
    return found


def _check_words(kind: CaseKind, statement: str, evidence: str) -> None:
    missing = kind is CaseKind.APPEAL and not statement.strip()
    if missing or len(statement) > STATEMENT_LENGTH or len(evidence) > EVIDENCE_LENGTH:
        raise WrongWords


async def _require_reason(session: AsyncSession, kind: CaseKind, asker: Account) -> None:
    """Refuse an appeal that the account's own record does not open, and a request that nobody needs."""
    match kind:
        case CaseKind.APPEAL:
            hold = await session.scalar(select(Hold).where(Hold.account_id == asker.id, Hold.ended_at.is_(None)))
            if hold is None:
                raise NothingToAsk
            if not hold.appealable:
                raise StandingForbids(act=Act.APPEAL.value, standing=asker.standing.value)
        case CaseKind.PROFILE:
            profile = await session.get(Profile, asker.id)
            # What its owner made private, its owner makes public (facts.md, make_profile_public).
            if profile is None or profile.visibility is Visibility.PUBLIC or profile.set_by is SetBy.SELF:
                raise NothingToAsk
