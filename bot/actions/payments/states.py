"""What is true of a milestone now, and the sentences for it: what it waits for, who acts, until when, what silence does."""

from datetime import datetime

from bot.actions.candidates import Candidate
from bot.actions.voice import Voice
from bot.actions.words import Entry
from bot.marketplace.port import ContractStatus, MilestoneStatus, Role

#: States in which the money of a milestone is on its way.
IN_FLIGHT = frozenset({MilestoneStatus.FUNDED, MilestoneStatus.SUBMITTED, MilestoneStatus.CHANGES_REQUESTED})
RELEASED = frozenset({MilestoneStatus.RELEASED, MilestoneStatus.AUTO_RELEASED, MilestoneStatus.PART_RELEASED})

#: What becomes of a contract goes before what its milestones say, as long as money is held.
CONTRACT_FIRST = {
    ContractStatus.REFUND_REQUESTED: "refund_requested",
    ContractStatus.DISPUTED: "disputed",
}


def is_submitted(candidate: Candidate) -> bool:
    """Tell whether it waits for the client's review."""
    return candidate.milestone.status is MilestoneStatus.SUBMITTED


def is_in_flight(candidate: Candidate) -> bool:
    """Tell whether money is held for it and work or review goes on."""
    return candidate.milestone.status in IN_FLIGHT


def is_released(candidate: Candidate) -> bool:
    """Tell whether money of it went to the freelancer."""
    return candidate.milestone.status in RELEASED


def state(candidate: Candidate, now: datetime) -> str:
    """Name the milestone's state as the words do.

    A deadline may have passed before the marketplace has acted on it; then the state is `…_overdue`, and no
    release or refund is made up.
    """
    contract, milestone = candidate.contract, candidate.milestone
    request = contract.refund_request
    if milestone.in_escrow.minor and contract.status in CONTRACT_FIRST:
        name = CONTRACT_FIRST[contract.status]
        if name == "refund_requested" and request is not None and request.respond_by <= now:
            return "refund_overdue"
        return name
    if milestone.status is MilestoneStatus.SUBMITTED:
        if milestone.deadline is None:
            return "submitted_unclocked"
        return "submitted_overdue" if milestone.deadline.due_at <= now else "submitted"
    return milestone.status.value


def describe(voice: Voice, candidate: Candidate) -> Entry:
    """Say the milestone's whole state to its client or its freelancer."""
    role = candidate.contract.role
    return voice.say(f"milestone.{state(candidate, voice.asked.now)}.{role.value}", **facts(voice, candidate))


def payout(voice: Voice, candidate: Candidate) -> Entry:
    """Say to the freelancer when the released money can be withdrawn; says nothing to a client."""
    available = candidate.milestone.available_at
    if candidate.contract.role is Role.CLIENT or available is None:
        return Entry("")
    return voice.say("payout.pending" if available > voice.asked.now else "payout.available", available=available)


def pause(voice: Voice, candidate: Candidate) -> Entry:
    """Say that the contract is paused, and why as far as its record tells."""
    contract = candidate.contract
    if contract.status is not ContractStatus.PAUSED:
        return Entry("")
    key = "contract.paused.reason" if contract.paused_reason else "contract.paused"
    return voice.say(key, contract=contract.id, reason=contract.paused_reason)


def facts(voice: Voice, candidate: Candidate) -> dict[str, object]:
    """Return what sentences about a milestone may name; None where the record holds nothing."""
    contract, milestone = candidate.contract, candidate.milestone
    request = contract.refund_request
    named: dict[str, object] = {
        "contract": contract.id,
        "contract_title": contract.title,
        "number": milestone.number,
        "title": milestone.title,
        "amount": milestone.amount,
        "other": contract.counterpart,
    }
    due = milestone.deadline.due_at if milestone.deadline else None
    return {
        **named,
        "name": voice.say("milestone.name", **named).text,
        "in_escrow": milestone.in_escrow,
        "released": milestone.released,
        "funded_at": milestone.funded_at,
        "submitted_at": milestone.submitted_at,
        "changes_at": milestone.changes_requested_at,
        "released_at": milestone.released_at,
        "due": due,
        "refund": request.amount if request else None,
        "refund_asked_at": request.requested_at if request else None,
        "refund_due": request.respond_by if request else None,
    }
