"""The blocks of protocol.md that answers put beside their text, made from records."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from bot.clock import wire_time
from bot.marketplace.money import Money
from bot.marketplace.port import ContractView, Deadline, IncidentView, MilestoneView, Records, TransactionView

#: Nobody of the contract's parties has to act: the marketplace does.
MARKETPLACE = "marketplace"


def milestone_clock(contract: ContractView, milestone: MilestoneView, records: Records) -> dict[str, Any] | None:
    """Show the deadline that decides on the milestone's money; None if none runs."""
    if contract.deadline is not None and milestone.in_escrow.minor:
        return contract_clock(contract, records)
    if milestone.deadline is None:
        return None
    return _clock(
        milestone.deadline,
        contract,
        records,
        title=milestone.title,
        amount=milestone.in_escrow,
        status=milestone.status,
    )


def contract_clock(contract: ContractView, records: Records) -> dict[str, Any] | None:
    """Show the deadline of the contract itself: of its offer, its refund request or its dispute; None if none runs."""
    if contract.deadline is None:
        return None
    request, dispute = contract.refund_request, contract.dispute
    return _clock(
        contract.deadline,
        contract,
        records,
        title=contract.title,
        amount=contract.escrow if request is None else request.amount,
        status=contract.status if dispute is None else dispute.stage,
    )


def contract_clocks(contract: ContractView, records: Records) -> list[dict[str, Any]]:
    """Show the deadlines that run on a contract: its own, or else those of its milestones."""
    if contract.deadline is not None:
        clocks = [contract_clock(contract, records)]
    else:
        clocks = [milestone_clock(contract, milestone, records) for milestone in contract.milestones]
    return [clock for clock in clocks if clock is not None]


def _clock(
    deadline: Deadline, contract: ContractView, records: Records, *, title: str, amount: Money, status: StrEnum
) -> dict[str, Any]:
    return {
        "type": "clock",
        "title": title,
        "amount": amount.wire(),
        "status": status.value,
        "who_acts": deadline.who_acts.value if deadline.who_acts else MARKETPLACE,
        "due_at": wire_time(deadline.due_at),
        "if_silent": deadline.if_silent.value,
        "as_of": wire_time(records.as_of),
        "contract": contract.id,
    }


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
