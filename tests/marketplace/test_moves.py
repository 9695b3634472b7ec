"""Every pair of states is either a move or refused."""

import itertools

import pytest

from bot.marketplace.moves import (
    CONTRACT,
    FUNDED,
    MILESTONE,
    STANDING,
    WrongMove,
    move_contract,
    move_milestone,
    move_standing,
)
from bot.marketplace.port import ContractStatus, MilestoneStatus, Standing

LIVES = [
    (MILESTONE, move_milestone, MilestoneStatus),
    (CONTRACT, move_contract, ContractStatus),
    (STANDING, move_standing, Standing),
]
PAIRS = [
    pytest.param(table, move, current, target, id=f"{states.__name__}-{current}-{target}")
    for table, move, states in LIVES
    for current, target in itertools.product(states, states)
]


@pytest.mark.parametrize(("table", "move", "current", "target"), PAIRS)
def test_every_pair_is_either_a_move_or_refused(table, move, current, target):
    if target in table[current]:
        assert move(current, target) is target
    else:
        with pytest.raises(WrongMove) as refusal:
            move(current, target)
        assert refusal.value.details == {"current": current.value, "target": target.value}


@pytest.mark.parametrize(("table", "states"), [(table, states) for table, _, states in LIVES])
def test_every_state_is_decided_and_none_moves_to_itself(table, states):
    assert set(table) == set(states)
    assert all(state not in targets for state, targets in table.items())


def test_money_leaves_a_milestone_only_once():
    paid = {
        MilestoneStatus.RELEASED,
        MilestoneStatus.PART_RELEASED,
        MilestoneStatus.AUTO_RELEASED,
        MilestoneStatus.REFUNDED,
    }
    assert all(not MILESTONE[status] for status in paid)
    assert paid.isdisjoint(FUNDED)


def test_silence_releases_only_what_was_submitted():
    assert [status for status, targets in MILESTONE.items() if MilestoneStatus.AUTO_RELEASED in targets] == [
        MilestoneStatus.SUBMITTED
    ]
