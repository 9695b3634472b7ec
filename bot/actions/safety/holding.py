"""Money that is in escrow on a contract that somebody is worried about: what to do before it leaves, from the record."""

from typing import Any

from bot.actions.blocks import milestone_clock
from bot.actions.candidates import Candidate
from bot.actions.payments.states import facts, state
from bot.actions.voice import Voice
from bot.actions.words import Entry, choices
from bot.marketplace.port import ContractStatus, ContractView, Records, Role

#: What stands in the way of the whole contract decides what is advised.
HELD_UP = {
    ContractStatus.OFFERED: "offered",
    ContractStatus.PAUSED: "paused",
    ContractStatus.DISPUTED: "disputed",
}
#: States in which the client still can ask for changes, and so stop the clock.
STOPPABLE = frozenset({"submitted"})


def held(contract: ContractView) -> Candidate | None:
    """Find the milestone whose money the contract's escrow holds."""
    return next((Candidate(contract, each) for each in contract.milestones if each.in_escrow.minor), None)


def advice(voice: Voice, candidate: Candidate) -> Entry:
    """Say what to do before the money leaves, by when, and what happens if nobody does anything."""
    contract = candidate.contract
    name = HELD_UP.get(contract.status) or state(candidate, voice.asked.now)
    return voice.say(f"holding.{name}.{contract.role}", **facts(voice, candidate))


def shown(voice: Voice, candidate: Candidate, records: Records) -> tuple[dict[str, Any] | None, ...]:
    """Show the running clock, and the button that asks for changes where that stops it."""
    contract, milestone = candidate.contract, candidate.milestone
    clock = milestone_clock(contract, milestone, records)
    if contract.role is not Role.CLIENT or state(candidate, voice.asked.now) not in STOPPABLE:
        return (clock,)
    about = {"contract": contract.id, "milestone": milestone.number}
    return (clock, choices((voice.say("holding.request_changes").text, "request_changes", about)))
