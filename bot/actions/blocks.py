"""The blocks of protocol.md that answers put beside their text, made from records."""

from collections.abc import Iterable
from typing import Any

from bot.clock import wire_time
from bot.marketplace.port import ContractView, IncidentView, MilestoneView, Records, Role, Silence, TransactionView


def milestone_clock(contract: ContractView, milestone: MilestoneView, records: Records) -> dict[str, Any] | None:
    """Show the milestone's running deadline; None if none runs."""
    if contract.refund_request is not None and milestone.in_escrow.minor:
        return refund_clock(contract, records)
    if milestone.deadline is None:
        return None
    return {
        "type": "clock",
        "title": milestone.title,
        "amount": milestone.in_escrow.wire(),
        "status": milestone.status.value,
        "who_acts": milestone.deadline.who_acts.value,
        "due_at": wire_time(milestone.deadline.due_at),
        "if_silent": milestone.deadline.if_silent.value,
        "as_of": wire_time(records.as_of),
        "contract": contract.id,
    }


def refund_clock(contract: ContractView, records: Records) -> dict[str, Any] | None:
    """Show how long the freelancer has to answer the client's refund request; None if none is open."""
    request = contract.refund_request
    if request is None:
        return None
    return {
        "type": "clock",
        "title": contract.title,
        "amount": request.amount.wire(),
        "status": contract.status.value,
        "who_acts": Role.FREELANCER.value,
        "due_at": wire_time(request.respond_by),
        "if_silent": Silence.REFUNDED_TO_CLIENT.value,
        "as_of": wire_time(records.as_of),
        "contract": contract.id,
    }


def contract_clocks(contract: ContractView, records: Records) -> list[dict[str, Any]]:
    """Show the deadlines that run on a contract: of its refund request, or else of its milestones."""
    if contract.refund_request is not None:
        clocks = [refund_clock(contract, records)]
    else:
        clocks = [milestone_clock(contract, milestone, records) for milestone in contract.milestones]
    return [clock for clock in clocks if clock is not None]


def ledger(transactions: Iterable[TransactionView], records: Records) -> dict[str, Any]:
    """Show lines of Transaction History, newest first."""
    return {
        "type": "ledger",
        "as_of": wire_time(records.as_of),
        "rows": [
            {
                "at": wire_time(line.at),
                "kind": line.kind,
                "label": line.label,
                "amount": line.amount.wire(),
                "contract": line.contract,
                "milestone": line.milestone,
            }
            for line in transactions
        ],
    }


def links(*offered: tuple[str, str]) -> dict[str, Any]:
    """Show links from (label, url)."""
    return {"type": "links", "links": [{"label": label, "url": url} for label, url in offered]}


def status(incident: IncidentView) -> dict[str, Any]:
    """Show the incident that is open now."""
    return {
        "type": "status",
        "title": incident.title,
        "impact": incident.impact,
        "url": incident.url,
        "started_at": wire_time(incident.started_at),
    }
