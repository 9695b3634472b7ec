"""What is true of a milestone now, and the sentences for it: what it waits for, who acts, until when, what silence does."""

from datetime import datetime

from bot.actions.candidates import Candidate
from bot.actions.voice import Voice
from bot.actions.words import Entry
from bot.marketplace.port import ContractStatus, ContractView, DisputeStage, MilestoneStatus, Role

#: States in which the money of a milestone is on its way.
IN_FLIGHT = frozenset({MilestoneStatus.FUNDED, MilestoneStatus.SUBMITTED, MilestoneStatus.CHANGES_REQUESTED})
RELEASED = frozenset({MilestoneStatus.RELEASED, MilestoneStatus.AUTO_RELEASED, MilestoneStatus.PART_RELEASED})

#: What stands in the way on the contract goes before what its milestones say, as long as money is held.
CONTRACT_FIRST = {
    ContractStatus.OFFERED: "offered",
    ContractStatus.REFUND_REQUESTED: "refund_requested",
    ContractStatus.DISPUTED: "disputed",
    ContractStatus.PAUSED: "paused",
}
#: A plan waits for its client only on a contract on which work goes on.
PLANNED = {
    ContractStatus.OFFERED: "planned_offered",
    ContractStatus.PAUSED: "planned_held",
    ContractStatus.REFUND_REQUESTED: "planned_held",
    ContractStatus.DISPUTED: "planned_held",
    ContractStatus.ENDED: "planned_over",
    ContractStatus.OFFER_CLOSED: "planned_over",
}
#: What a part release left counts towards the next milestone only while there can be one.
PART_RELEASED = {
    ContractStatus.REFUND_REQUESTED: "part_released_claimed",
    ContractStatus.DISPUTED: "part_released_claimed",
    ContractStatus.ENDED: "part_released_over",
}
#: Stages in which both parties are asked, and may have answered.
BOTH_ANSWER = frozenset({DisputeStage.PROPOSED, DisputeStage.ARBITRATION})


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
    if milestone.in_escrow.minor and contract.status in CONTRACT_FIRST:
        return contract_state(contract, now)
    if milestone.status is MilestoneStatus.DEFINED:
        return PLANNED.get(contract.status, "defined")
    if milestone.status is MilestoneStatus.PART_RELEASED:
        return PART_RELEASED.get(contract.status, "part_released")
    if milestone.status is MilestoneStatus.SUBMITTED:
        if milestone.deadline is None:
            return "submitted_unclocked"
        return "submitted_overdue" if milestone.deadline.due_at <= now else "submitted"
    return milestone.status.value


def contract_state(contract: ContractView, now: datetime) -> str:
    """Name what stands in the way on a contract as the words do."""
    name, deadline, dispute = CONTRACT_FIRST[contract.status], contract.deadline, contract.dispute
    overdue = deadline is not None and deadline.due_at <= now
    if contract.status is ContractStatus.OFFERED and deadline is None:
        return "offered_unclocked"
    if contract.status is ContractStatus.REFUND_REQUESTED and overdue:
        return "refund_overdue"
    if dispute is None:
        return f"{name}_overdue" if overdue else name
    if overdue:
        return "disputed_overdue"
    answered = "_answered" if dispute.answered and dispute.stage in BOTH_ANSWER else ""
    return f"disputed_{dispute.stage}{answered}"


def describe(voice: Voice, candidate: Candidate) -> Entry:
    """Say the milestone's whole state to its client or its freelancer."""
    role = candidate.contract.role
    return voice.say(f"milestone.{state(candidate, voice.asked.now)}.{role.value}", **facts(voice, candidate))


def describe_contract(voice: Voice, contract: ContractView) -> Entry:
    """Say what stands in the way on a contract: of the milestone that is in escrow, or of what is left there."""
    held = next((one for one in contract.milestones if one.in_escrow.minor), None)
    if held is not None:
        return describe(voice, Candidate(contract, held))
    name = voice.say("quote.contract", contract=contract.id, contract_title=contract.title).text
    known = {"name": name, "in_escrow": contract.escrow, **_facts_of_contract(contract)}
    return voice.say(f"milestone.{contract_state(contract, voice.asked.now)}.{contract.role.value}", **known)


def agreed_day(voice: Voice, candidate: Candidate) -> Entry:
    """Say for which day the work was agreed, as long as it is to be done."""
    due_on = candidate.milestone.due_on
    waits = candidate.milestone.status in {MilestoneStatus.FUNDED, MilestoneStatus.CHANGES_REQUESTED}
    return voice.say("milestone.due_on", due_on=due_on) if due_on and waits else Entry("")


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
    named: dict[str, object] = {
        **_facts_of_contract(contract),
        "number": milestone.number,
        "title": milestone.title,
        "amount": milestone.amount,
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
    }


def _facts_of_contract(contract: ContractView) -> dict[str, object]:
    request, dispute = contract.refund_request, contract.dispute
    return {
        "contract": contract.id,
        "contract_title": contract.title,
        "other": contract.counterpart,
        "refund": request.amount if request else None,
        "refund_asked_at": request.requested_at if request else None,
        "refund_due": request.respond_by if request else None,
        "held": contract.escrow,
        "answer_by": contract.deadline.due_at if contract.deadline else None,
        "proposed": dispute.to_freelancer if dispute else None,
    }
