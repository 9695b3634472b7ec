"""The Marketplace port: what an answer may read, as the asking party may see it.

Every view is made for one party of a contract and holds nothing that the party may not see. Another
marketplace is plugged in by writing a class with these methods; `bot.marketplace.sql` is ours.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.errors import Refused
from bot.marketplace.money import Money

NOTHING = Money(0)


class Role(StrEnum):
    """A party of a contract, and an account's own kind."""

    CLIENT = "client"
    FREELANCER = "freelancer"


class Standing(StrEnum):
    """How an account stands with the marketplace (design.md)."""

    GOOD = "good"
    INACTIVE = "inactive"
    ON_HOLD = "on_hold"
    BLOCKED = "blocked"


class ContractStatus(StrEnum):
    """A contract's life (facts.md §1.3)."""

    OFFERED = "offered"
    ACTIVE = "active"
    PAUSED = "paused"
    REFUND_REQUESTED = "refund_requested"
    DISPUTED = "disputed"
    ENDED = "ended"
    OFFER_CLOSED = "offer_closed"


class MilestoneStatus(StrEnum):
    """A milestone's life (facts.md §1.4)."""

    DEFINED = "defined"
    FUNDED = "funded"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    RELEASED = "released"
    PART_RELEASED = "part_released"
    AUTO_RELEASED = "auto_released"
    REFUNDED = "refunded"


class Silence(StrEnum):
    """What happens when the one who must act does nothing."""

    RELEASED_TO_FREELANCER = "released_to_freelancer"
    REFUNDED_TO_CLIENT = "refunded_to_client"
    OFFER_CLOSED = "offer_closed"  # and its deposit goes back
    MEDIATION_OVER = "mediation_over"  # arbitration is next
    COUNTS_AS_DECLINED = "counts_as_declined"  # whoever pays for arbitration alone gets the escrow; else the client


class DisputeStage(StrEnum):
    """Whose turn a dispute is (facts.md §1.6)."""

    ANSWERING = "answering"  # the client's, to accept the freelancer's claim or to decline it
    PROPOSING = "proposing"  # the platform's, to propose a settlement that binds nobody
    PROPOSED = "proposed"  # both parties', to accept the proposal
    ARBITRATION = "arbitration"  # both parties', to accept arbitration and pay for it
    ARBITRATING = "arbitrating"  # the arbitrator's, whose award binds
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock: who must act (None: neither party, but the marketplace), by when (UTC), what silence does."""

    who_acts: Role | None
    due_at: datetime
    if_silent: Silence


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone, as one party sees it."""

    contract: str
    number: int
    title: str
    amount: Money
    status: MilestoneStatus
    in_escrow: Money
    released: Money
    funded_at: datetime | None = None
    submitted_at: datetime | None = None
    changes_requested_at: datetime | None = None
    released_at: datetime | None = None
    deadline: Deadline | None = None
    # The freelancer's own view only; a client never sees what the freelancer does with earnings.
    available_at: datetime | None = None
    due_on: date | None = None  # as agreed; no clock runs on it


@dataclass(frozen=True, slots=True)
class RefundRequestView:
    """A client's request to have escrow back (facts.md §1.5)."""

    amount: Money
    requested_at: datetime
    respond_by: datetime


@dataclass(frozen=True, slots=True)
class DisputeView:
    """An open dispute (facts.md §1.6), as one party sees it: what the other one has said is not told."""

    stage: DisputeStage
    opened_at: datetime
    answered: bool  # by this party, in the present stage
    to_freelancer: Money | None = None  # as proposed; the rest of the escrow would go to the client


@dataclass(frozen=True, slots=True)
class BonusView:
    """A bonus asked for; charged in the next daily run (facts.md, give_bonus)."""

    amount: Money
    requested_at: datetime
    charged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract, as one party sees it."""

    id: str
    title: str
    role: Role
    counterpart: str
    status: ContractStatus
    milestones: tuple[MilestoneView, ...]
    escrow: Money
    started_at: datetime
    ended_at: datetime | None = None
    paused_reason: str | None = None
    refund_request: RefundRequestView | None = None
    bonuses: tuple[BonusView, ...] = ()
    dispute: DisputeView | None = None
    deadline: Deadline | None = None  # of the contract itself: its offer, its refund request or its dispute
    counterpart_id: str = ""  # the other party's handle, by which another offer finds it
    scope: str = ""  # what is to be delivered


@dataclass(frozen=True, slots=True)
class BillingMethodView:
    """A way to pay, masked."""

    label: str
    primary: bool


@dataclass(frozen=True, slots=True)
class HoldView:
    """Why an account is held, what lifts it, and by when (its own record only)."""

    reason: str
    since: datetime
    lifted_by: str | None
    due_at: datetime | None
    appealable: bool
    notice_sent_at: datetime | None  # the last time
    notice_sent_to: str | None
    notice_again_at: datetime | None = None  # from then on it can be sent again; None: not by us


@dataclass(frozen=True, slots=True)
class CaseView:
    """What the account asks people to decide, as its asker sees it: an appeal, or a profile back to public."""

    reference: str
    state: str  # submitted | granted | declined | overtaken
    submitted_at: datetime
    decided_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Who can find an account's profile."""

    visibility: str  # public | private
    set_by: str  # self | system
    since: datetime | None
    request: CaseView | None = None


@dataclass(frozen=True, slots=True)
class PastDueView:
    """A charge that failed and is owed."""

    amount: Money
    since: datetime


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account, as its owner sees it."""

    id: str
    name: str
    role: Role
    standing: Standing
    can: tuple[str, ...]
    email: str | None  # masked
    hold: HoldView | None = None
    appeal: CaseView | None = None  # the latest
    profile: ProfileView | None = None
    past_due: PastDueView | None = None
    billing_methods: tuple[BillingMethodView, ...] = ()
    last_earned_at: datetime | None = None
    verification_due_at: datetime | None = None  # set while a video verification is asked for
    # A freelancer's own balances; zero for clients.
    pending: Money = NOTHING
    available: Money = NOTHING


@dataclass(frozen=True, slots=True)
class Records:
    """All that an account may read of itself, at one moment."""

    as_of: datetime
    account: AccountView
    contracts: tuple[ContractView, ...]
    escrow: Money  # the sum over contracts in which the account is the client


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One line of Transaction History. `amount` is signed: negative leaves the account."""

    at: datetime
    kind: str  # fixed_price_charge | release | payment | bonus | refund | fee
    label: str
    amount: Money
    contract: str | None = None
    milestone: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """What the marketplace's status page says is wrong now."""

    title: str
    impact: str  # degraded | partial_outage | major_outage | maintenance
    url: str
    started_at: datetime


class MarketplaceUnavailable(Refused):
    """The records cannot be read now; no answer may be made up instead."""

    code = "records_unavailable"
    sentence = "Your records cannot be read at the moment."


class Marketplace(Protocol):
    """Reads. Who asks comes from the signed token only."""

    async def records(self, account: str) -> Records | None:
        """Read everything an account may see of itself; None if it is not known.

        Raises MarketplaceUnavailable.
        """
        ...

    async def transactions(self, account: str, *, limit: int) -> tuple[TransactionView, ...]:
        """Read the account's last lines of Transaction History, newest first.

        Raises MarketplaceUnavailable.
        """
        ...

    async def incident(self) -> IncidentView | None:
        """Read the incident that is open now, if one is."""
        ...
