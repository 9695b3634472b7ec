"""A contract in every state says to both sides what happens next: golden answers, written by hand from the rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import wire_time
from bot.marketplace.money import Money
from bot.marketplace.port import (
    AccountView,
    ContractStatus,
    ContractView,
    Deadline,
    DisputeStage,
    DisputeView,
    MilestoneStatus,
    MilestoneView,
    Records,
    RefundRequestView,
    Role,
    Silence,
    Standing,
)
from tests.actions.conversation import Conversation, ReadMarketplace
from tests.clock import NOON

ASKS = "what happens next with C-1?"
BEFORE, SOON = NOON - timedelta(days=2), NOON + timedelta(days=3)
BY = "Thu 5 Mar 2026, 12:00 UTC"
WHOLE, PART = Money(500_00), Money(200_00)
HELD = {"funded", "submitted", "changes_requested"}
NOT_AGAIN = "record shows no running review deadline"

# The state of the contract (a dispute with its stage, * where the asker has answered) and of its milestone;
# what the client is told; what the freelancer is told.
GOLDEN = [
    ("offered", "funded",
     ["waits for The Other to accept or decline the offer by", BY, "you can withdraw it", "the deposit goes back to you"],
     ["waits for you to accept or decline the offer by", BY, "the deposit goes back to The Other", "only once you have accepted"]),
    ("offered", "defined",
     ["not funded", "waits for The Other to accept the offer"],
     ["not funded", "waits for you to accept the offer", "not protected"]),
    ("active", "defined",
     ["waits for you to activate and fund it", "nothing happens by itself"],
     ["waits for The Other", "not funded is not protected"]),
    ("active", "funded",
     ["waits for The Other to submit the work", "nothing is released by itself"],
     ["waits for you to submit the work in the contract", "Only that starts the client's 14 days"]),
    ("active", "submitted",
     ["waits for your review", BY, "approve it or ask for changes", "released to The Other automatically"],
     ["waits for The Other, who has until", BY, "released to you automatically", "pending for 5 days"]),
    ("active", "changes_requested",
     ["waits for The Other to submit again", "review clock stands still", "a fresh 14 days"],
     ["waits for you to submit again", "review clock stands still", "a fresh 14 days"]),
    ("active", "released", ["is paid", "released to The Other"], ["is paid", "released to you"]),
    ("active", "part_released",
     ["paid in part", "stays in the contract's escrow and counts towards the next milestone"],
     ["paid in part", "stays in the contract's escrow and counts towards the next milestone"]),
    ("active", "auto_released",
     ["released to The Other automatically", "14 days for review passed"],
     ["released to you automatically", "14 days for review passed"]),
    ("paused", "defined", ["cannot be funded now", "C-1 is paused"], ["cannot be funded now", "C-1 is paused"]),
    ("paused", "funded",
     ["stays there", "waits for the pause to be lifted", "nothing can be submitted"],
     ["stays there", "waits for the pause to be lifted", "work on it should stop"]),
    ("paused", "submitted", ["waits for the pause to be lifted", NOT_AGAIN], ["waits for the pause to be lifted", NOT_AGAIN]),
    ("paused", "changes_requested", ["waits for the pause to be lifted"], ["waits for the pause to be lifted"]),
    ("paused", "released", ["released to The Other"], ["released to you"]),
    ("paused", "part_released", ["paid in part", "is paused"], ["paid in part", "is paused"]),
    ("paused", "auto_released", ["released to The Other automatically"], ["released to you automatically"]),
    *((
        "refund_requested", held,
        ["you asked to have 500.00 USD back", "waits for The Other, who has until", BY, "goes back to you"],
        ["The Other asked to have 500.00 USD back", "you have until", BY, "to agree or to dispute it", "goes back to The Other"],
    ) for held in sorted(HELD)),
    ("refund_requested", "defined", ["cannot be funded now"], ["cannot be funded now"]),
    ("refund_requested", "released", ["released to The Other"], ["released to you"]),
    ("refund_requested", "part_released", ["held back on C-1 until that is settled"], ["held back on C-1 until that is settled"]),
    ("refund_requested", "auto_released", ["released to The Other automatically"], ["released to you automatically"]),
    ("disputed answering", "submitted",
     ["The Other claims it", "you have until", BY, "accept the claim or to decline it", "released to The Other", "mediation begins"],
     ["you claim it", "waits for The Other, who has until", BY, "the money is released to you", "mediation begins"]),
    ("disputed proposing", "submitted",
     ["waits for the marketplace", BY, "binds nobody", "arbitration is next", "Neither of you has to do anything"],
     ["waits for the marketplace", BY, "binds nobody", "arbitration is next", "Neither of you has to do anything"]),
    ("disputed proposed", "funded",
     ["200.00 USD to The Other and the rest to you", "waits for your answer until", BY, "if both of you accept"],
     ["200.00 USD to you and the rest to The Other", "waits for your answer until", BY, "if both of you accept"]),
    ("disputed proposed*", "funded",
     ["You have answered the proposal", "waits for The Other until", BY],
     ["You have answered the proposal", "waits for The Other until", BY]),
    ("disputed arbitration", "funded",
     ["accept arbitration and pay for it", BY, "if nobody does, it goes back to you", "silent counts as declining"],
     ["accept arbitration and pay for it", BY, "if nobody does, it goes back to The Other", "silent counts as declining"]),
    ("disputed arbitration*", "funded",
     ["You have answered", "waits for The Other until", BY],
     ["You have answered", "waits for The Other until", BY]),
    ("disputed arbitrating", "funded", ["waits for the arbitrator", "binds both"], ["waits for the arbitrator", "binds both"]),
    ("disputed answering", "defined", ["cannot be funded now"], ["cannot be funded now"]),
    ("disputed answering", "released", ["released to The Other"], ["released to you"]),
    ("disputed answering", "part_released", ["held back on C-1 until that is settled"], ["held back on C-1 until that is settled"]),
    ("disputed answering", "auto_released", ["released to The Other automatically"], ["released to you automatically"]),
    ("ended", "defined", ["never funded", "nothing follows"], ["never funded", "nothing follows"]),
    ("ended", "released", ["released to The Other"], ["released to you"]),
    ("ended", "part_released", ["released to The Other", "nothing follows"], ["released to you", "nothing follows"]),
    ("ended", "auto_released", ["released to The Other automatically"], ["released to you automatically"]),
    ("ended", "refunded", ["was refunded to you"], ["was refunded to The Other"]),
    ("offer_closed", "defined", ["never funded", "nothing follows"], ["never funded", "nothing follows"]),
    ("offer_closed", "refunded", ["was refunded to you", "None of it is in escrow"], ["was refunded to The Other", "None of it is in escrow"]),
]  # fmt: skip

#: Only here is the freelancer asked to work, or the client to pay.
URGES = {
    "waits for you to submit": ("active", {"funded", "changes_requested"}),
    "waits for your review": ("active", {"submitted"}),
    "activate and fund": ("active", {"defined"}),
}
SILENCE = {
    "answering": (Role.CLIENT, Silence.RELEASED_TO_FREELANCER),
    "proposing": (None, Silence.MEDIATION_OVER),
    "proposed": (Role.CLIENT, Silence.MEDIATION_OVER),
    "arbitration": (Role.CLIENT, Silence.COUNTS_AS_DECLINED),
}


def milestone(status: str, *, running: bool) -> MilestoneView:
    held = status in HELD
    return MilestoneView(
        contract="C-1",
        number=1,
        title="Work",
        amount=WHOLE,
        status=MilestoneStatus(status),
        in_escrow=WHOLE if held else Money(0),
        released=PART if status == "part_released" else WHOLE if "released" in status else Money(0),
        funded_at=None if status == "defined" else BEFORE,
        submitted_at=BEFORE,
        changes_requested_at=BEFORE,
        released_at=BEFORE if "released" in status else None,
        deadline=Deadline(Role.CLIENT, SOON, Silence.RELEASED_TO_FREELANCER)
        if running and status == "submitted"
        else None,
    )


def own_deadline(status: str, stage: str) -> Deadline | None:
    if status == "offered":
        return Deadline(Role.FREELANCER, SOON, Silence.OFFER_CLOSED)
    if status == "refund_requested":
        return Deadline(Role.FREELANCER, SOON, Silence.REFUNDED_TO_CLIENT)
    if stage in SILENCE:
        acts, silent = SILENCE[stage]
        return Deadline(acts, SOON, silent)
    return None


def contract(state: str, of_milestone: str, role: Role) -> ContractView:
    status, _, stage = state.partition(" ")
    stage, answered = stage.removesuffix("*"), stage.endswith("*")
    one = milestone(of_milestone, running=status == "active")
    return ContractView(
        id="C-1",
        title="Job",
        role=role,
        counterpart="The Other",
        status=ContractStatus(status),
        milestones=(one,),
        escrow=one.in_escrow,
        started_at=BEFORE,
        ended_at=BEFORE if status == "ended" else None,
        refund_request=RefundRequestView(WHOLE, BEFORE, SOON) if status == "refund_requested" else None,
        dispute=DisputeView(DisputeStage(stage), BEFORE, answered, PART) if stage else None,
        deadline=own_deadline(status, stage),
    )


def talking(view: ContractView) -> Conversation:
    account = AccountView("me", "Me", view.role, Standing.GOOD, (), None)
    records = Records(NOON, account, (view,), view.escrow if view.role is Role.CLIENT else Money(0))
    return Conversation(ReadMarketplace({"me": records}, {}), "me", zone="UTC")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row[0]}-{row[1]}")
async def test_what_happens_next_is_told_to_each_side(row, role):
    state, of_milestone, *golden = row
    said = await talking(contract(state, of_milestone, role)).ask("ask_milestone_status", ASKS)
    told = golden[role is Role.FREELANCER]
    assert [part for part in told if part not in said.text] == [], said.text
    for urge, (where, when) in URGES.items():
        assert urge not in said.text or (state == where and of_milestone in when), said.text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row[0]}-{row[1]}")
async def test_what_has_a_deadline_carries_its_clock(row, role):
    view = contract(row[0], row[1], role)
    said = await talking(view).ask("ask_milestone_status", ASKS)
    deadline = (view.deadline if view.escrow.minor else None) or view.milestones[0].deadline
    clocks = said.of_type("clock")
    assert [clock["if_silent"] for clock in clocks] == ([deadline.if_silent] if deadline else [])
    assert all(clock["due_at"] == wire_time(SOON) for clock in clocks)


def test_the_table_has_every_state_of_a_contract():
    assert {row[0].split()[0] for row in GOLDEN} == set(ContractStatus)
    assert {row[1] for row in GOLDEN} == set(MilestoneStatus)
    stages = {row[0].partition(" ")[2].removesuffix("*") for row in GOLDEN} - {""}
    assert stages == set(DisputeStage) - {DisputeStage.CLOSED}


@pytest.mark.parametrize("state", ["offered", "refund_requested", "disputed answering", "disputed proposing"])
@pytest.mark.parametrize("role", list(Role))
async def test_a_clock_of_the_contract_itself_needs_attention(state, role):
    said = await talking(contract(state, "funded", role)).ask("ask_milestone_status", "what needs my attention?")
    assert BY in said.text
    assert [clock["contract"] for clock in said.of_type("clock")] == ["C-1"]


async def test_a_claim_to_what_a_part_release_left_needs_attention_too():
    left = replace(contract("refund_requested", "part_released", Role.FREELANCER), escrow=Money(300_00))
    said = await talking(left).ask("ask_milestone_status", "what needs my attention?")
    assert "C-1 “Job” is not paid: 300.00 USD is in escrow" in said.text
    assert len(said.of_type("clock")) == 1


async def test_a_bonus_that_waits_for_the_daily_run_is_mentioned(client):
    said = await client.ask("ask_milestone_status", "what needs my attention?")
    assert "It waits for the daily run" in said.text


async def test_a_client_is_told_of_the_offers_that_are_open():
    said = await talking(contract("offered", "funded", Role.CLIENT)).ask("make_offer", "has she accepted my offer yet?")
    assert "waits for The Other to accept or decline the offer" in said.text
    assert len(said.of_type("clock")) == 1
