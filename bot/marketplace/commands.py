"""The Commands port: what an account can have done with its contracts, and the two keys that it takes.

The first key is a quote: what exactly would be done, fixed and kept. The second is its confirmation by the
same account, freshly signed in. Words alone never reach this port; reading is another one (`port.py`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.marketplace.money import Money
from bot.marketplace.port import TransactionView

QUOTE_LIFETIME = timedelta(minutes=5)  # design.md, rule 3
FRESH_SIGN_IN = timedelta(minutes=5)  # protocol.md, confirm: an older sign-in is renewed first


class Action(StrEnum):
    """What a quote is for. The values are the wire's `action`."""

    APPROVE = "approve"
    RELEASE_PART = "release_part"
    REQUEST_CHANGES = "request_changes"
    FUND = "fund"
    ADD_AND_FUND = "add_and_fund"
    BONUS = "bonus"
    END = "end"
    CANCEL = "cancel"
    RELEASE_EARLY = "release_early"
    SUBMIT = "submit"
    AGREE_TO_REFUND = "agree_to_refund"
    DISPUTE_REFUND = "dispute_refund"
    SEND_OFFER = "send_offer"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    WITHDRAW_OFFER = "withdraw_offer"
    LEAVE = "leave"
    OPEN_DISPUTE = "open_dispute"
    WITHDRAW_DISPUTE = "withdraw_dispute"
    ACCEPT_CLAIM = "accept_claim"
    DECLINE_CLAIM = "decline_claim"
    ACCEPT_PROPOSAL = "accept_proposal"
    DECLINE_PROPOSAL = "decline_proposal"
    PAY_ARBITRATION = "pay_arbitration"
    DECLINE_ARBITRATION = "decline_arbitration"


@dataclass(frozen=True, slots=True)
class Approve:
    """Approve submitted work, which releases the whole milestone."""

    contract: str
    milestone: int


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """Release a part of a milestone; the rest stays in escrow."""

    contract: str
    milestone: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RequestChanges:
    """Send submitted work back, saying what is needed."""

    contract: str
    milestone: int
    message: str


@dataclass(frozen=True, slots=True)
class FundMilestone:
    """Activate and fund a milestone that is planned."""

    contract: str
    milestone: int


@dataclass(frozen=True, slots=True)
class AddMilestone:
    """Plan a further milestone and fund it at once."""

    contract: str
    title: str
    amount: Money


@dataclass(frozen=True, slots=True)
class GiveBonus:
    """Ask for a bonus, charged in the next daily run."""

    contract: str
    amount: Money
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndContract:
    """End a contract: `pay` is released first, and what is then left in escrow is asked back."""

    contract: str
    pay: Money


@dataclass(frozen=True, slots=True)
class CancelContract:
    """Ask for all of a contract's escrow back."""

    contract: str


@dataclass(frozen=True, slots=True)
class ReleaseEarly:
    """Release a funded milestone before any work was handed in."""

    contract: str
    milestone: int


@dataclass(frozen=True, slots=True)
class SubmitWork:
    """Hand in work for a milestone, as its freelancer."""

    contract: str
    milestone: int
    note: str


@dataclass(frozen=True, slots=True)
class AgreeToRefund:
    """Agree to the client's open request for a refund, as the freelancer."""

    contract: str


@dataclass(frozen=True, slots=True)
class DisputeRefund:
    """Dispute the client's open request for a refund, as the freelancer."""

    contract: str


@dataclass(frozen=True, slots=True)
class SendOffer:
    """Offer work to a freelancer, by handle; the deposit for its first milestone is charged at once."""

    freelancer: str
    title: str
    scope: str  # what is to be delivered
    first: str  # the first milestone's name
    amount: Money
    due_on: date | None = None  # agreed for the first milestone; no clock runs on it


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """Accept an open offer, as the freelancer."""

    contract: str


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    """Decline an open offer, as the freelancer; its deposit goes back."""

    contract: str


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """Withdraw an open offer, as the client; its deposit goes back."""

    contract: str


@dataclass(frozen=True, slots=True)
class LeaveContract:
    """End a contract as the freelancer: the whole escrow goes back to the client."""

    contract: str


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """Claim what is in escrow while work goes on, as the freelancer."""

    contract: str


@dataclass(frozen=True, slots=True)
class WithdrawDispute:
    """Give a claim up, as the freelancer: the refund that it disputed is made, otherwise work goes on."""

    contract: str


@dataclass(frozen=True, slots=True)
class AcceptClaim:
    """Accept the freelancer's claim in a dispute, as the client: all that is in escrow is released."""

    contract: str


@dataclass(frozen=True, slots=True)
class DeclineClaim:
    """Decline the freelancer's claim in a dispute, as the client: mediation begins."""

    contract: str


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Accept what mediation proposes; it is carried out once both parties have."""

    contract: str


@dataclass(frozen=True, slots=True)
class DeclineProposal:
    """Decline what mediation proposes: arbitration is next."""

    contract: str


@dataclass(frozen=True, slots=True)
class PayArbitration:
    """Accept arbitration and pay a share of it; what follows depends on the other side."""

    contract: str


@dataclass(frozen=True, slots=True)
class DeclineArbitration:
    """Decline arbitration; what follows depends on the other side."""

    contract: str


type OnContract = (
    Approve
    | ReleasePart
    | RequestChanges
    | FundMilestone
    | AddMilestone
    | GiveBonus
    | EndContract
    | CancelContract
    | ReleaseEarly
    | SubmitWork
    | AgreeToRefund
    | DisputeRefund
    | AcceptOffer
    | DeclineOffer
    | WithdrawOffer
    | LeaveContract
    | OpenDispute
    | WithdrawDispute
    | AcceptClaim
    | DeclineClaim
    | AcceptProposal
    | DeclineProposal
    | PayArbitration
    | DeclineArbitration
)
#: All but an offer are about a contract that there is.
type Command = SendOffer | OnContract


class LineKind(StrEnum):
    """What a line of a quote is about."""

    RELEASED = "released"
    CHARGED = "charged"
    FROM_ESCROW = "from_escrow"
    FEE = "fee"
    BONUS = "bonus"
    ASKED_BACK = "asked_back"
    REFUNDED = "refunded"
    LEFT_IN_ESCROW = "left_in_escrow"
    AT_STAKE = "at_stake"  # in escrow, and decided by what both sides answer


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One amount of a quote."""

    kind: LineKind
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What would be done, as it was fixed; `amount` is what it moves, charges or asks back."""

    id: str
    action: Action
    account: str
    contract: str | None  # None for an offer, whose contract is made by its confirmation
    contract_title: str
    milestone: int | None
    milestone_title: str | None
    payee: str  # the other party, by display name
    amount: Money
    lines: tuple[QuoteLine, ...]
    words: str  # what the other party is told: changes needed, a bonus's reason, a note on the work, an offer's terms
    due_on: date | None  # of an offer's first milestone, if a day is agreed
    quoted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done. `press` is the id of the press that did it; a repeated one gets this receipt too."""

    quote: Quote
    press: str
    at: datetime
    lines: tuple[TransactionView, ...]  # of the account's own history
    contract: str  # on which it was done
    due_at: datetime | None = None  # until when the other side has to answer


#: Writes a receipt down, in the very transaction in which the money moved.
type Witness = Callable[[AsyncSession, Receipt], Awaitable[None]]


class QuoteUnknown(Refused):
    """There is no such quote of this account; another account's is not told from none."""

    code = "quote_unknown"
    sentence = "There is no such offer to confirm. Nothing was done."


class QuoteExpired(Refused):
    """The quote was not confirmed in time."""

    code = "quote_expired"
    sentence = "That was open for five minutes and has run out. Nothing was done; ask again for a new one."


class QuoteVoid(Refused):
    """The record has changed since, or the move is not possible any more."""

    code = "quote_void"
    sentence = "The contract has changed since this was offered. Nothing was done; ask again for a new one."


class ReauthRequired(Refused):
    """The sign-in is too old for moving money."""

    code = "reauth_required"
    sentence = "Please sign in again to confirm this. Nothing was done."


class ChatMovesNothing(Refused):
    """This marketplace lets money be moved on its own pages only."""

    code = "not_allowed"
    sentence = "This is done on the marketplace's own pages. Nothing was done."


class Commands(Protocol):
    """Has things done. Who asks comes from the signed token only.

    `atomic` tells whether a witness writes in the transaction in which the money moves. Where it does not, a crash
    may come in between, and `receipt` says afterwards what was done.
    """

    atomic: bool

    async def quote(self, account: str, command: Command) -> Quote:
        """Fix what `command` would do now. Raises a Refused of the move if it is not possible."""
        ...

    async def confirm(self, account: str, quote: str, *, auth_age: timedelta, press: str, witness: Witness) -> Receipt:
        """Do what was quoted, once; a repeated confirmation gets the same receipt and moves nothing.

        `auth_age` is how long ago the person signed in, `press` names the press. Raises QuoteUnknown,
        QuoteExpired, QuoteVoid, StandingForbids, ReauthRequired.
        """
        ...

    async def receipt(self, account: str, quote: str) -> Receipt | None:
        """Read what was done by a quote of the account; None if nothing was, or not yet. Moves nothing.

        Raises MarketplaceUnavailable.
        """
        ...
