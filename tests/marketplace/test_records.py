"""What each party reads of itself and of a shared contract, and what it never does."""

from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.db import Database
from bot.marketplace import agreements, bonuses, demo, payouts, refunds, review
from bot.marketplace.money import Money
from bot.marketplace.port import Marketplace, MarketplaceUnavailable, MilestoneStatus
from bot.marketplace.sql import MAX_CONTRACTS, MAX_TRANSACTIONS, SqlMarketplace
from bot.marketplace.views import masked
from tests.marketplace.scene import CLIENT, FREELANCER, hire, open_both
from tests.patience import PATIENCE_S

QUERIES_OF_RECORDS = 4  # however many contracts there are


@pytest.fixture
async def marketplace(database, clock) -> Marketplace:
    await open_both(database, at=clock.now())
    return SqlMarketplace(database, clock, deadline_s=PATIENCE_S)


@contextmanager
def statements(database: Database):
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def do(database, move, **how):
    async with database.transaction() as session:
        return await move(session, **how)


async def test_an_unknown_account_has_no_records_and_no_transactions(marketplace):
    assert await marketplace.records("nobody") is None
    assert await marketplace.transactions("nobody", limit=10) == ()


async def test_the_records_are_as_of_the_applications_clock(marketplace, clock):
    clock.forward(timedelta(days=400))
    assert (await marketplace.records(CLIENT)).as_of == clock.now()


async def test_the_freelancer_alone_sees_when_money_is_available(marketplace, database, clock):
    await hire(database, "K-1", 600_00, 300_00, at=clock.now())
    await do(database, review.release_early, contract="K-1", number=1, by=CLIENT, at=clock.now())
    paid_at = clock.now() + timedelta(days=5)
    await do(database, payouts.make_available, contract="K-1", number=1, at=paid_at)

    client, freelancer = await marketplace.records(CLIENT), await marketplace.records(FREELANCER)
    assert client.contracts[0].milestones[0].available_at is None
    assert (client.account.pending, client.account.available, client.account.last_earned_at) == (
        Money(0),
        Money(0),
        None,
    )
    assert freelancer.contracts[0].milestones[0].available_at == paid_at
    assert freelancer.account.available == Money(600_00)
    assert freelancer.account.last_earned_at == clock.now()
    assert freelancer.escrow == Money(0)


async def test_nothing_of_the_other_partys_account_is_in_anybodys_records(database, clock):
    await demo.reset(database, now=clock.now())
    marketplace = SqlMarketplace(database, clock, deadline_s=PATIENCE_S)
    hidden = {  # the other party's handle is not: another offer finds them by it
        "client-demo": ["f***@", "available_at': datetime"],
        "freelancer-demo": ["4242", "PayPal", "c***@", "'minor': 5000,"],
        "studio-demo": ["on_hold", "identity check", "32000, 'currency': 'USD'}, 'available"],
        "maker-demo": ["12000", "past-due balance"],
    }
    for account, secrets in hidden.items():
        seen = str(asdict(await marketplace.records(account))) + str(await marketplace.transactions(account, limit=99))
        assert [secret for secret in secrets if secret in seen] == []


async def test_an_address_is_shown_masked(database, clock):
    await demo.reset(database, now=clock.now())
    seen = str(asdict(await SqlMarketplace(database, clock, deadline_s=PATIENCE_S).records("suspended-demo")))
    assert "suspended-demo@example.com" not in seen
    assert masked("ab@example.com") == "a***@example.com"


async def test_a_freelancer_hears_of_a_bonus_when_it_is_paid(marketplace, database, clock):
    await hire(database, "K-1", 600_00, at=clock.now())
    bonus = await do(database, bonuses.request_bonus, contract="K-1", amount=Money(50_00), by=CLIENT, at=clock.now())
    assert len((await marketplace.records(CLIENT)).contracts[0].bonuses) == 1
    assert (await marketplace.records(FREELANCER)).contracts[0].bonuses == ()
    await do(database, bonuses.charge_bonus, bonus=bonus.id, at=clock.now())
    assert (await marketplace.records(FREELANCER)).contracts[0].bonuses[0].amount == Money(50_00)


async def test_a_part_release_leaves_the_rest_to_the_contract(marketplace, database, clock):
    await hire(database, "K-1", 600_00, at=clock.now())
    await do(
        database,
        review.release_part,
        contract="K-1",
        number=1,
        amount=Money(400_00),
        by=CLIENT,
        at=clock.now(),
    )
    [contract] = (await marketplace.records(CLIENT)).contracts
    [milestone] = contract.milestones
    assert milestone.status is MilestoneStatus.PART_RELEASED
    assert (milestone.released, milestone.in_escrow, contract.escrow) == (Money(400_00), Money(0), Money(200_00))


async def test_a_paused_contract_shows_no_running_clock(marketplace, database, clock):
    await hire(database, "K-1", 600_00, at=clock.now())
    await do(database, review.submit, contract="K-1", number=1, note="Done.", by=FREELANCER, at=clock.now())
    [contract] = (await marketplace.records(CLIENT)).contracts
    assert contract.milestones[0].deadline is not None
    await do(database, agreements.pause, contract="K-1", because_of=CLIENT, reason="a check", at=clock.now())
    [contract] = (await marketplace.records(CLIENT)).contracts
    assert contract.milestones[0].deadline is None


async def test_reading_takes_the_same_few_queries_for_any_number_of_contracts(marketplace, database, clock):
    counts = []
    for number in range(1, 6):
        await hire(database, f"K-{number}", 600_00, 100_00, at=clock.now())
        await do(database, review.submit, contract=f"K-{number}", number=1, note="Done.", by=FREELANCER, at=clock.now())
        with statements(database) as seen:
            await marketplace.records(CLIENT)
        counts.append(len([statement for statement in seen if statement.lstrip().startswith("SELECT")]))
    assert counts == [counts[0]] * 5
    assert counts[0] <= QUERIES_OF_RECORDS


async def test_reading_does_not_wait_for_a_writer(marketplace, database, clock):
    await hire(database, "K-1", 600_00, at=clock.now())
    async with database.transaction() as session:
        await review.submit(session, contract="K-1", number=1, note="Done.", by=FREELANCER, at=clock.now())
        await session.flush()
        [contract] = (await marketplace.records(CLIENT)).contracts
    assert contract.milestones[0].status is MilestoneStatus.FUNDED


async def test_open_contracts_are_shown_before_old_ones(marketplace, database, clock):
    for number in range(1, MAX_CONTRACTS + 3):
        await hire(database, f"K-{number}", 10_00, at=clock.now(), accepted=False)
        clock.forward(timedelta(minutes=1))
    shown = (await marketplace.records(CLIENT)).contracts
    assert len(shown) == MAX_CONTRACTS
    assert (shown[0].id, shown[-1].id) == ("K-3", f"K-{MAX_CONTRACTS + 2}")


async def test_the_clients_lines_are_signed_and_newest_first(marketplace, database, clock):
    at = clock.now()
    await hire(database, "K-1", 600_00, 300_00, at=at)
    await do(database, review.release_early, contract="K-1", number=1, by=CLIENT, at=at + timedelta(days=1))
    bonus = await do(database, bonuses.request_bonus, contract="K-1", amount=Money(50_00), by=CLIENT, at=at)
    await do(database, bonuses.charge_bonus, bonus=bonus.id, at=at + timedelta(days=2))
    await hire(database, "K-2", 80_00, at=at + timedelta(days=3))
    await do(database, refunds.request_refund, contract="K-2", by=CLIENT, at=at + timedelta(days=4))
    await do(database, refunds.approve_refund, contract="K-2", by=FREELANCER, at=at + timedelta(days=5))

    lines = await marketplace.transactions(CLIENT, limit=10)
    assert [(line.kind, line.amount.minor, line.contract, line.milestone) for line in lines] == [
        ("refund", 80_00, "K-2", 1),
        ("fixed_price_charge", -80_00, "K-2", 1),
        ("bonus", -50_00, "K-1", None),
        ("payment", -600_00, "K-1", 1),
        ("release", 600_00, "K-1", 1),
        ("fixed_price_charge", -600_00, "K-1", 1),
    ]
    assert lines == tuple(sorted(lines, key=lambda line: line.at, reverse=True))
    earned = await marketplace.transactions(FREELANCER, limit=10)
    assert [(line.kind, line.amount.minor) for line in earned] == [("bonus", 50_00), ("payment", 600_00)]


@pytest.mark.parametrize(("limit", "count"), [(-1, 0), (0, 0), (2, 2), (MAX_TRANSACTIONS + 1, 3)])
async def test_no_more_lines_are_read_than_asked_for(marketplace, database, clock, limit, count):
    await hire(database, "K-1", 600_00, at=clock.now())
    await do(database, review.release_early, contract="K-1", number=1, by=CLIENT, at=clock.now())
    assert len(await marketplace.transactions(CLIENT, limit=limit)) == count


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_records_that_cannot_be_read_in_time_are_told_as_unavailable(database, clock):
    marketplace = SqlMarketplace(database, clock, deadline_s=0.05)
    async with database.transaction() as session:
        await session.execute(text("LOCK TABLE account, ledger_transfer, incident"))
        for read in (marketplace.records("ada"), marketplace.transactions("ada", limit=1), marketplace.incident()):
            with pytest.raises(MarketplaceUnavailable):
                await read


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:///{folder}/no-tables.db", "postgresql+asyncpg://x@127.0.0.1:1/x"])
async def test_a_database_that_cannot_answer_is_told_as_unavailable(clock, tmp_path, url):
    database = Database(url.format(folder=tmp_path))
    marketplace = SqlMarketplace(database, clock, deadline_s=PATIENCE_S)
    for read in (marketplace.records("ada"), marketplace.transactions("ada", limit=1), marketplace.incident()):
        with pytest.raises(MarketplaceUnavailable):
            await read
    await database.close()
