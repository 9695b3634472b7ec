"""What one party may see of the rows: every view of the port is made here."""

from collections.abc import Callable
from datetime import datetime

from bot.marketplace import deadlines, notices, places
from bot.marketplace.account import Account, Hold
from bot.marketplace.cases.case import CaseKind
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.dispute import Dispute
from bot.marketplace.membership import VIDEO_VERIFICATION
from bot.marketplace.money import Money
from bot.marketplace.moves import FUNDED
from bot.marketplace.port import (
    AccountView,
    BillingMethodView,
    BonusView,
    CaseView,
    ContractStatus,
    ContractView,
    Deadline,
    DisputeStage,
    DisputeView,
    HoldView,
    MilestoneStatus,
    MilestoneView,
    PastDueView,
    ProfileView,
    RefundRequestView,
    Role,
    Silence,
)
from bot.marketplace.standing import can

#: What silence does in each stage of a dispute that has a clock.
SILENCE = {
    DisputeStage.ANSWERING: Silence.RELEASED_TO_FREELANCER,
    DisputeStage.PROPOSING: Silence.MEDIATION_OVER,
    DisputeStage.PROPOSED: Silence.MEDIATION_OVER,
    DisputeStage.ARBITRATION: Silence.COUNTS_AS_DECLINED,
}

type Holdings = Callable[[str], Money]
type Released = Callable[[str, int], Money]


def masked(email: str) -> str:
    """Show where mail goes without saying the address."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"


def account_view(account: Account, *, holds: Holdings, last_earned_at: datetime | None) -> AccountView:
    """Show an account to its owner. Balances are a freelancer's own."""
    hold = next((hold for hold in account.holds if hold.ended_at is None), None)
    verifies = hold is not None and hold.lifted_by == VIDEO_VERIFICATION
    due_at = hold.due_at if hold is not None and verifies else None
    earns = account.role is Role.FREELANCER
    return AccountView(
        id=account.id,
        name=account.name,
        role=account.role,
        standing=account.standing,
        can=can(
            account.role,
            account.standing,
            appealable=hold is not None and hold.appealable,
            verification=verifies,
        ),
        email=masked(account.email),
        hold=_hold(hold),
        appeal=_case(account, CaseKind.APPEAL),
        profile=_profile(account),
        past_due=_past_due(account),
        billing_methods=tuple(
            BillingMethodView(label=method.label, primary=method.primary) for method in account.billing_methods
        ),
        last_earned_at=last_earned_at,
        verification_due_at=due_at,
        pending=holds(places.pending(account.id)) if earns else Money(0),
        available=holds(places.available(account.id)) if earns else Money(0),
    )


def contract_view(
    contract: Contract, dispute: Dispute | None, *, role: Role, holds: Holdings, released: Released
) -> ContractView:
    """Show a contract to its client or to its freelancer."""
    own_id = contract.client_id if role is Role.CLIENT else contract.freelancer_id
    counterpart = contract.freelancer if role is Role.CLIENT else contract.client
    return ContractView(
        id=contract.id,
        title=contract.title,
        role=role,
        counterpart=counterpart.name,
        status=contract.status,
        milestones=tuple(
            _milestone(contract, milestone, role=role, released=released(contract.id, milestone.number))
            for milestone in contract.milestones
        ),
        escrow=holds(places.escrow(contract.id)),
        started_at=contract.accepted_at or contract.offered_at,
        ended_at=contract.ended_at,
        paused_reason=contract.paused_reason if contract.paused_for_id == own_id else None,
        refund_request=_refund_request(contract),
        bonuses=tuple(
            BonusView(amount=bonus.amount, requested_at=bonus.requested_at, charged_at=bonus.charged_at)
            for bonus in contract.bonuses
            # A freelancer hears of a bonus when it is paid.
            if role is Role.CLIENT or bonus.charged_at is not None
        ),
        dispute=None if dispute is None else _dispute(dispute, role=role),
        deadline=_own_deadline(contract, dispute, role=role),
        counterpart_id=counterpart.id,
        scope=contract.scope,
    )


def _own_deadline(contract: Contract, dispute: Dispute | None, *, role: Role) -> Deadline | None:
    """Return the clock of the contract itself; where both must act, it runs for whoever has not answered yet."""
    if contract.status is ContractStatus.OFFERED:
        return Deadline(Role.FREELANCER, contract.expires_at, Silence.OFFER_CLOSED)
    if (request := _refund_request(contract)) is not None:
        return Deadline(Role.FREELANCER, request.respond_by, Silence.REFUNDED_TO_CLIENT)
    if dispute is None or dispute.stage not in SILENCE:
        return None
    other = Role.FREELANCER if role is Role.CLIENT else Role.CLIENT
    acts = {
        DisputeStage.ANSWERING: Role.CLIENT,
        DisputeStage.PROPOSING: None,
    }.get(dispute.stage, other if _has_answered(dispute, role) else role)
    return Deadline(acts, dispute.answer_by, SILENCE[dispute.stage])


def _dispute(dispute: Dispute, *, role: Role) -> DisputeView:
    return DisputeView(
        stage=dispute.stage,
        opened_at=dispute.opened_at,
        answered=_has_answered(dispute, role),
        to_freelancer=None if dispute.proposed_minor is None else Money(dispute.proposed_minor),
    )


def _has_answered(dispute: Dispute, role: Role) -> bool:
    said = dispute.client_agrees if role is Role.CLIENT else dispute.freelancer_agrees
    return said is not None


def _milestone(contract: Contract, milestone: Milestone, *, role: Role, released: Money) -> MilestoneView:
    paid = milestone.released_at
    return MilestoneView(
        contract=contract.id,
        number=milestone.number,
        title=milestone.title,
        amount=milestone.amount,
        status=milestone.status,
        in_escrow=milestone.amount if milestone.status in FUNDED else Money(0),
        released=released,
        funded_at=milestone.funded_at,
        submitted_at=milestone.submitted_at,
        changes_requested_at=milestone.changes_requested_at,
        released_at=paid,
        deadline=_deadline(contract, milestone),
        available_at=deadlines.available_at(paid) if paid and role is Role.FREELANCER else None,
        due_on=milestone.due_on,
    )


def _deadline(contract: Contract, milestone: Milestone) -> Deadline | None:
    if milestone.status not in FUNDED:
        return None
    if contract.status is ContractStatus.REFUND_REQUESTED:
        asked = next(request for request in contract.refund_requests if request.outcome is None)
        return Deadline(Role.FREELANCER, asked.respond_by, Silence.REFUNDED_TO_CLIENT)
    # Whether the review clock runs while a contract is paused or disputed is not stated: none is shown.
    if (
        contract.status is ContractStatus.ACTIVE
        and milestone.status is MilestoneStatus.SUBMITTED
        and milestone.review_due_at is not None
    ):
        return Deadline(Role.CLIENT, milestone.review_due_at, Silence.RELEASED_TO_FREELANCER)
    return None


def _hold(hold: Hold | None) -> HoldView | None:
    if hold is None:
        return None
    return HoldView(
        reason=hold.reason,
        since=hold.since,
        lifted_by=hold.lifted_by,
        due_at=hold.due_at,
        appealable=hold.appealable,
        notice_sent_at=hold.notice_last_at,
        notice_sent_to=masked(hold.notice_sent_to),
        notice_again_at=notices.again_from(hold),
    )


def _case(account: Account, kind: CaseKind) -> CaseView | None:
    """Show the account's latest case of a kind."""
    latest = next((case for case in reversed(account.cases) if case.kind is kind), None)
    if latest is None:
        return None
    return CaseView(latest.reference, latest.state.value, latest.submitted_at, latest.decided_at, latest.reason)


def _profile(account: Account) -> ProfileView | None:
    profile = account.profile
    if profile is None:
        return None
    return ProfileView(
        visibility=profile.visibility.value,
        set_by=profile.set_by.value,
        since=profile.since,
        request=_case(account, CaseKind.PROFILE),
    )


def _past_due(account: Account) -> PastDueView | None:
    owed = [past_due for past_due in account.past_dues if past_due.settled_at is None]
    if not owed:
        return None
    return PastDueView(amount=sum((past_due.amount for past_due in owed), Money(0)), since=owed[0].since)


def _refund_request(contract: Contract) -> RefundRequestView | None:
    for request in contract.refund_requests:
        if request.outcome is None:
            return RefundRequestView(
                amount=request.amount, requested_at=request.requested_at, respond_by=request.respond_by
            )
    return None
