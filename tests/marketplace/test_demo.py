"""The demo marketplace is what demo.md says, as sums of the ledger."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.marketplace import demo
from bot.marketplace.money import Money
from bot.marketplace.port import ContractStatus, MilestoneStatus, Role, Silence, Standing
from bot.marketplace.sql import SqlMarketplace
from tests.patience import PATIENCE_S

DAY = timedelta(days=1)


@pytest.fixture
async def marketplace(database: Database, clock) -> SqlMarketplace:
    await demo.reset(database, now=clock.now())
    return SqlMarketplace(database, clock, deadline_s=PATIENCE_S)


async def test_the_clients_escrow_is_what_the_contracts_hold(marketplace):
    records = await marketplace.records("client-demo")
    assert records.escrow == Money(1_150_00)
    assert {contract.id: contract.escrow.minor for contract in records.contracts} == {
        "C-1001": 600_00,
        "C-1002": 250_00,
        "C-1003": 300_00,
        "C-1004": 0,
    }


async def test_the_contracts_are_those_of_the_table(marketplace, clock):
    now = clock.now()
    brand, copy, video, icons = (await marketplace.records("client-demo")).contracts
    assert [contract.title for contract in (brand, copy, video, icons)] == [
        "Brand identity",
        "Landing page copy",
        "Explainer video",
        "Icon set",
    ]
    assert {contract.counterpart for contract in (brand, copy, video, icons)} == {"Freelancer Demo"}

    logo, files, guide = brand.milestones
    assert (logo.title, logo.amount, logo.status) == ("Logo concepts", Money(400_00), MilestoneStatus.RELEASED)
    assert (logo.released, logo.released_at) == (Money(400_00), now - 20 * DAY)
    assert (files.title, files.amount, files.status) == ("Final logo files", Money(600_00), MilestoneStatus.SUBMITTED)
    assert (files.funded_at, files.submitted_at) == (now - 18 * DAY, now - 9 * DAY)
    assert files.deadline.due_at == now + 5 * DAY
    assert files.deadline.who_acts is Role.CLIENT
    assert files.deadline.if_silent is Silence.RELEASED_TO_FREELANCER
    assert (guide.title, guide.amount, guide.status) == ("Brand guide", Money(500_00), MilestoneStatus.DEFINED)

    [draft] = copy.milestones
    assert (draft.title, draft.status, draft.funded_at) == ("Draft copy", MilestoneStatus.FUNDED, now - 4 * DAY)
    assert draft.deadline is None

    assert video.status is ContractStatus.REFUND_REQUESTED
    assert video.refund_request.requested_at == now - 2 * DAY
    assert video.refund_request.respond_by == now + 5 * DAY
    [storyboard] = video.milestones
    assert (storyboard.deadline.who_acts, storyboard.deadline.due_at) == (Role.FREELANCER, now + 5 * DAY)
    assert storyboard.deadline.if_silent is Silence.REFUNDED_TO_CLIENT

    assert (icons.status, icons.ended_at) == (ContractStatus.ENDED, now - 30 * DAY)
    [icon] = icons.milestones
    assert (icon.status, icon.released) == (MilestoneStatus.AUTO_RELEASED, Money(150_00))
    assert icon.released_at == icon.submitted_at + 14 * DAY == now - 30 * DAY
    [bonus] = icons.bonuses
    assert (bonus.amount, bonus.requested_at, bonus.charged_at) == (Money(50_00), now - timedelta(hours=3), None)


async def test_the_client_pays_with_the_card_first(marketplace):
    records = await marketplace.records("client-demo")
    assert [(method.label, method.primary) for method in records.account.billing_methods] == [
        ("Visa ending 4242", True),
        ("PayPal", False),
    ]


async def test_what_was_released_long_ago_can_be_withdrawn(marketplace):
    account = (await marketplace.records("freelancer-demo")).account
    assert (account.pending, account.available) == (Money(0), Money(550_00))
    assert account.profile.visibility == "public"


async def test_the_suspended_account_has_its_hold_its_contract_and_pending_money(marketplace, clock):
    now = clock.now()
    records = await marketplace.records("suspended-demo")
    account, hold = records.account, records.account.hold
    assert (account.standing, account.pending) == (Standing.ON_HOLD, Money(320_00))
    assert (hold.reason, hold.lifted_by) == ("identity check", "video verification")
    assert (hold.since, hold.notice_sent_at, hold.due_at) == (now - 2 * DAY, now - 2 * DAY, now + 5 * DAY)
    assert account.verification_due_at == now + 5 * DAY
    assert hold.appealable
    assert hold.notice_sent_to == account.email == "s***@example.com"
    assert [(contract.id, contract.status) for contract in records.contracts] == [("C-2001", ContractStatus.ACTIVE)]


async def test_the_blocked_account_has_no_appeal(marketplace, clock):
    account = (await marketplace.records("blocked-demo")).account
    assert (account.standing, account.hold.since) == (Standing.BLOCKED, clock.now() - 40 * DAY)
    assert not account.hold.appealable
    assert "appeal" not in account.can


async def test_the_inactive_account_never_got_a_letter(marketplace):
    records = await marketplace.records("inactive-demo")
    assert (records.account.standing, records.account.hold) == (Standing.INACTIVE, None)
    assert (records.account.profile.visibility, records.account.profile.set_by) == ("private", "system")
    assert records.contracts == ()


async def test_the_private_account_was_hidden_by_the_system(marketplace, clock):
    account = (await marketplace.records("private-demo")).account
    assert account.standing is Standing.GOOD
    assert (account.profile.visibility, account.profile.set_by) == ("private", "system")
    assert (account.profile.since, account.profile.request) == (clock.now() - 10 * DAY, None)


async def test_the_past_due_account_owes_and_its_contract_is_paused(marketplace, clock):
    records = await marketplace.records("pastdue-demo")
    assert records.account.standing is Standing.GOOD
    assert records.account.past_due.amount == Money(120_00)
    assert records.account.past_due.since == clock.now() - 3 * DAY
    [contract] = records.contracts
    assert (contract.id, contract.status, contract.paused_reason) == (
        "C-2002",
        ContractStatus.PAUSED,
        "past-due balance",
    )


async def test_the_new_client_has_nothing_yet(marketplace):
    records = await marketplace.records("newclient-demo")
    assert (records.contracts, records.escrow) == ((), Money(0))


async def test_a_second_start_changes_nothing_and_a_reset_begins_afresh(marketplace, database, clock):
    before = await marketplace.records("client-demo")
    clock.forward(DAY)
    await demo.ensure(database, now=clock.now())
    assert (await marketplace.records("client-demo")).contracts == before.contracts
    await demo.reset(database, now=clock.now())
    after = await marketplace.records("client-demo")
    assert after.contracts[0].milestones[1].deadline.due_at == clock.now() + 5 * DAY
    assert len(after.contracts) == len(before.contracts)


async def test_the_first_start_makes_it(database, clock):
    await demo.ensure(database, now=clock.now())
    assert (await SqlMarketplace(database, clock, deadline_s=PATIENCE_S).records("client-demo")).escrow == Money(
        1_150_00
    )


async def test_the_incident_is_opened_and_resolved(marketplace, database, clock):
    assert await marketplace.incident() is None
    for _ in range(2):
        await demo.set_incident(database, on=True, now=clock.now())
    incident = await marketplace.incident()
    assert (incident.title, incident.impact) == ("Payments delayed", "degraded")
    assert incident.started_at == clock.now()
    for _ in range(2):
        await demo.set_incident(database, on=False, now=clock.now())
    assert await marketplace.incident() is None
