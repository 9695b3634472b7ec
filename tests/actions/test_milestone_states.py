"""Every state of a milestone, in every state of its contract, has its words for both sides."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions.asked import Asked, Subject
from bot.actions.candidates import Candidate
from bot.actions.payments.states import describe, state
from bot.actions.voice import Voice
from bot.actions.words import Words, entries
from bot.desk.hours import WEEKDAYS, Hours
from bot.marketplace.money import Money
from bot.marketplace.port import (
    ContractStatus,
    ContractView,
    Deadline,
    MilestoneStatus,
    MilestoneView,
    RefundRequestView,
    Role,
    Silence,
)
from bot.settings import Settings
from tests.clock import NOON

HELD = {MilestoneStatus.FUNDED, MilestoneStatus.SUBMITTED, MilestoneStatus.CHANGES_REQUESTED}
OWN = {
    ContractStatus.OFFERED: lambda at: Deadline(Role.FREELANCER, at, Silence.OFFER_CLOSED),
    ContractStatus.REFUND_REQUESTED: lambda at: Deadline(Role.FREELANCER, at, Silence.REFUNDED_TO_CLIENT),
}
SOON, BEFORE = NOON + timedelta(days=3), NOON - timedelta(days=1)


def candidate(milestone: MilestoneStatus, contract: ContractStatus, role: Role, *, due_at=SOON) -> Candidate:
    requested = contract is ContractStatus.REFUND_REQUESTED
    view = MilestoneView(
        contract="C-1",
        number=1,
        title="Work",
        amount=Money(500_00),
        status=milestone,
        in_escrow=Money(500_00 if milestone in HELD else 0),
        released=Money(0 if milestone in HELD else 500_00),
        funded_at=BEFORE,
        submitted_at=BEFORE,
        changes_requested_at=BEFORE,
        released_at=BEFORE,
        deadline=Deadline(Role.CLIENT, due_at, Silence.RELEASED_TO_FREELANCER),
    )
    return Candidate(
        ContractView(
            id="C-1",
            title="Job",
            role=role,
            counterpart="The Other",
            status=contract,
            milestones=(view,),
            escrow=view.in_escrow,
            started_at=BEFORE,
            refund_request=RefundRequestView(Money(500_00), BEFORE, due_at) if requested else None,
            deadline=OWN[contract](due_at) if contract in OWN else None,
        ),
        view,
    )


@pytest.fixture
def voice() -> Voice:
    asked = Asked(
        topic="ask_milestone_status",
        text="",
        now=NOON,
        zone=ZoneInfo("UTC"),
        hours=Hours(ZoneInfo("UTC"), WEEKDAYS),
        locale="en",
        account="me",
        sign_in_expired=False,
        records=None,
        named=Subject(),
    )
    return Voice(asked, Words(entries(), **Settings().wording))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("contract", list(ContractStatus))
@pytest.mark.parametrize("milestone", list(MilestoneStatus))
@pytest.mark.parametrize("due_at", [SOON, BEFORE])
def test_each_is_described_to_each_side(voice, milestone, contract, role, due_at):
    text = describe(voice, candidate(milestone, contract, role, due_at=due_at)).text
    assert text.startswith("Milestone 1 “Work” of C-1 “Job” ")
    assert "None" not in text.replace("None of it", "")


@pytest.mark.parametrize("role", list(Role))
def test_a_running_clock_says_who_acts_by_when_and_what_silence_does(voice, role):
    text = describe(voice, candidate(MilestoneStatus.SUBMITTED, ContractStatus.ACTIVE, role)).text
    assert "It waits for" in text
    assert "until Thu 5 Mar 2026, 12:00 UTC, in 3 days" in text
    assert "neither, the money is released to" in text


def test_a_submission_without_a_clock_promises_none(voice):
    submitted = candidate(MilestoneStatus.SUBMITTED, ContractStatus.ACTIVE, Role.CLIENT)
    unclocked = Candidate(submitted.contract, replace(submitted.milestone, deadline=None))
    assert state(unclocked, NOON) == "submitted_unclocked"
    assert "no running review deadline" in describe(voice, unclocked).text


@pytest.mark.parametrize("contract", [ContractStatus.REFUND_REQUESTED, ContractStatus.DISPUTED])
def test_a_claim_on_the_contract_goes_before_what_its_milestone_says(contract):
    assert state(candidate(MilestoneStatus.SUBMITTED, contract, Role.CLIENT), NOON) == contract.value
    assert state(candidate(MilestoneStatus.RELEASED, contract, Role.CLIENT), NOON) == "released"
