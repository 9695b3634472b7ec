"""What needs attention is every running clock, the most urgent first."""

import pytest

from tests.actions.conversation import Conversation

ASKS = "what needs my attention?"


async def test_the_most_urgent_clock_comes_first(client):
    said = await client.ask("ask_milestone_status", ASKS)
    due = [clock["due_at"] for clock in said.of_type("clock")]
    assert len(due) == 2
    assert due == sorted(due)
    assert "Final logo files" in said.text
    assert "Storyboard" in said.text


async def test_both_sides_see_the_clocks_that_decide_their_money(freelancer):
    said = await freelancer.ask("ask_milestone_status", ASKS)
    assert {clock["who_acts"] for clock in said.of_type("clock")} == {"client", "freelancer"}


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("suspended-demo", "video verification waits for you"),
        ("pastdue-demo", "past due since"),
        ("newclient-demo", "No clock is running"),
    ],
)
async def test_what_runs_against_the_account_itself_is_told_too(marketplace, account, told):
    said = await Conversation(marketplace, account).ask("ask_milestone_status", ASKS)
    assert told in said.text


async def test_escrow_that_a_clock_decides_on_carries_the_clock(client):
    said = await client.ask("ask_escrow_balance", "how much is in escrow?")
    assert {clock["contract"] for clock in said.of_type("clock")} == {"C-1001", "C-1003"}


async def test_a_milestone_that_has_to_be_paid_first_carries_its_clock(client):
    said = await client.ask("fund_next_milestone", "fund the next milestone of C-1001")
    assert [clock["title"] for clock in said.of_type("clock")] == ["Final logo files"]


async def test_what_waits_for_the_asker_has_its_button(client, freelancer):
    said = await client.ask("ask_milestone_status", ASKS)
    assert said.buttons == {
        "Review milestone 2 of C-1001": {
            "topic": "approve_milestone",
            "entities": {"contract": "C-1001", "milestone": 2},
        },
    }
    said = await freelancer.ask("ask_milestone_status", ASKS)
    assert said.buttons == {
        "Answer the refund request on C-1003": {"topic": "cancel_and_refund", "entities": {"contract": "C-1003"}},
    }
