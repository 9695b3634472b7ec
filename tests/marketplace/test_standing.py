"""Every cell of acts and standings, written out once more so that a change is seen."""

import pytest

from bot.marketplace.port import Role, Standing
from bot.marketplace.standing import ALLOWED, OF_ROLE, Act, StandingForbids, can, require

# good, inactive, on_hold, blocked
TABLE = """
ask_support             yes yes yes yes
appeal                  no  no  yes yes
verify                  yes no  yes no
read_records            yes yes yes yes
send_message            yes yes yes no
withdraw                yes yes no  no
appear_in_search        yes no  no  no
request_public_profile  yes yes no  no
send_proposal           yes no  no  no
accept_offer            yes no  no  no
submit_work             yes yes yes no
open_dispute            yes yes yes no
answer_dispute          yes yes yes no
decline_offer           yes yes yes no
withdraw_offer          yes yes yes no
answer_refund_request   yes yes yes no
post_job                yes no  no  no
send_offer              yes no  no  no
fund_milestone          yes yes yes no
request_changes         yes yes yes no
release_payment         yes yes yes no
request_refund          yes yes yes no
give_bonus              yes yes yes no
end_contract            yes yes yes no
"""
ROWS = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()}
CELLS = [
    pytest.param(Act(name), standing, cell == "yes", id=f"{standing}-{name}")
    for name, cells in ROWS.items()
    for standing, cell in zip(Standing, cells, strict=True)
]


def test_every_act_and_every_standing_is_decided():
    assert set(ROWS) == {act.value for act in Act}
    assert set(ALLOWED) == set(Standing)
    assert OF_ROLE[Role.CLIENT] | OF_ROLE[Role.FREELANCER] == set(Act)


@pytest.mark.parametrize(("act", "standing", "allowed"), CELLS)
def test_every_cell_is_allowed_or_refused(act, standing, allowed):
    for role in Role:
        if allowed and act in OF_ROLE[role]:
            require(role, standing, act)
        else:
            with pytest.raises(StandingForbids) as refusal:
                require(role, standing, act)
            assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("role", list(Role))
def test_everyone_can_ask_for_help_and_read_their_records(role, standing):
    assert {"ask_support", "read_records"} <= set(can(role, standing, appealable=False, verification=False))


def test_an_appeal_and_a_verification_are_offered_only_where_the_record_has_them():
    held = can(Role.FREELANCER, Standing.ON_HOLD, appealable=True, verification=True)
    assert {"appeal", "verify"} <= set(held)
    held = can(Role.FREELANCER, Standing.ON_HOLD, appealable=False, verification=False)
    assert {"appeal", "verify"}.isdisjoint(held)


def test_each_party_is_told_only_its_own_acts():
    client = can(Role.CLIENT, Standing.GOOD, appealable=False, verification=False)
    freelancer = can(Role.FREELANCER, Standing.GOOD, appealable=False, verification=False)
    assert "release_payment" in client
    assert "release_payment" not in freelancer
    assert "submit_work" in freelancer
    assert "submit_work" not in client
