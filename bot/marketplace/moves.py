"""The moves that exist in the life of a milestone, of a contract, and of an account's standing."""

from collections.abc import Mapping

from bot.errors import Refused
from bot.marketplace.port import ContractStatus as Contract
from bot.marketplace.port import MilestoneStatus as Milestone
from bot.marketplace.port import Standing

# facts.md §1.4
MILESTONE: Mapping[Milestone, frozenset[Milestone]] = {
    Milestone.DEFINED: frozenset({Milestone.FUNDED}),
    # A client may pay before anything is handed in; it is discouraged, not refused.
    Milestone.FUNDED: frozenset({Milestone.SUBMITTED, Milestone.RELEASED, Milestone.PART_RELEASED, Milestone.REFUNDED}),
    Milestone.SUBMITTED: frozenset(
        {
            Milestone.CHANGES_REQUESTED,
            Milestone.RELEASED,
            Milestone.PART_RELEASED,
            Milestone.AUTO_RELEASED,
            Milestone.REFUNDED,
        }
    ),
    # The clock has stopped, so nothing is released by itself from here; ending may still pay it all.
    Milestone.CHANGES_REQUESTED: frozenset(
        {Milestone.SUBMITTED, Milestone.RELEASED, Milestone.PART_RELEASED, Milestone.REFUNDED}
    ),
    Milestone.RELEASED: frozenset(),
    Milestone.PART_RELEASED: frozenset(),  # the rest is the contract's, for its next milestone
    Milestone.AUTO_RELEASED: frozenset(),
    Milestone.REFUNDED: frozenset(),
}

# Milestones that hold money in escrow.
FUNDED = frozenset({Milestone.FUNDED, Milestone.SUBMITTED, Milestone.CHANGES_REQUESTED})

# facts.md §1.3
CONTRACT: Mapping[Contract, frozenset[Contract]] = {
    Contract.OFFERED: frozenset({Contract.ACTIVE, Contract.OFFER_CLOSED}),
    Contract.ACTIVE: frozenset({Contract.PAUSED, Contract.REFUND_REQUESTED, Contract.DISPUTED, Contract.ENDED}),
    Contract.PAUSED: frozenset({Contract.ACTIVE}),
    Contract.REFUND_REQUESTED: frozenset({Contract.ENDED, Contract.DISPUTED}),
    Contract.DISPUTED: frozenset({Contract.ACTIVE, Contract.ENDED}),  # an agreement may let the work go on
    Contract.ENDED: frozenset(),
    Contract.OFFER_CLOSED: frozenset(),
}

# facts.md §4, ask_suspension and ask_reinstatement
STANDING: Mapping[Standing, frozenset[Standing]] = {
    Standing.GOOD: frozenset({Standing.INACTIVE, Standing.ON_HOLD, Standing.BLOCKED}),
    Standing.INACTIVE: frozenset({Standing.GOOD, Standing.ON_HOLD, Standing.BLOCKED}),
    Standing.ON_HOLD: frozenset({Standing.GOOD, Standing.BLOCKED}),
    Standing.BLOCKED: frozenset({Standing.GOOD}),  # by an appeal that was open to it and was won
}


class WrongMove(Refused):
    """The record is not in a state that this move starts from."""

    code = "wrong_move"
    sentence = "That is not possible in its present state."


def move_milestone(current: Milestone, target: Milestone) -> Milestone:
    """Return `target`, or raise WrongMove."""
    return _move(MILESTONE, current, target)


def move_contract(current: Contract, target: Contract) -> Contract:
    """Return `target`, or raise WrongMove."""
    return _move(CONTRACT, current, target)


def move_standing(current: Standing, target: Standing) -> Standing:
    """Return `target`, or raise WrongMove."""
    return _move(STANDING, current, target)


def _move[Status](table: Mapping[Status, frozenset[Status]], current: Status, target: Status) -> Status:
    if target not in table[current]:
        raise WrongMove(current=str(current), target=str(target))
    return target
