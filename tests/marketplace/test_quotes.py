"""Two keys: a quote fixes what would be done, and only its own confirmation does it, once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import Refused
from bot.marketplace import bonuses, membership, refunds, review
from bot.marketplace.account import Account
from bot.marketplace.commands import (
    AddMilestone,
    AgreeToRefund,
    Approve,
    CancelContract,
    DisputeRefund,
    EndContract,
    FundMilestone,
    GiveBonus,
    ReleasePart,
    RequestChanges,
    SubmitWork,
)
from bot.marketplace.contract import Bonus, Contract
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.places import pending
from bot.marketplace.port import Standing
from bot.marketplace.quotes import StoredReceipt
from bot.marketplace.sql_commands import SqlCommands
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both

FRESH = timedelta(seconds=10)
C = "C-1"


async def nobody(_session, _receipt):
    """A witness who writes nothing down."""


@pytest.fixture
async def commands(database, clock):
    await open_both(database, at=clock.now())
    await hire(database, C, 600_00, 500_00, at=clock.now())
    return SqlCommands(database, clock)


async def submitted(database, clock):
    async with database.transaction() as session:
        await review.submit(session, contract=C, number=1, note="Done.", by=FREELANCER, at=clock.now())


async def released(database, clock):
    await submitted(database, clock)
    async with database.transaction() as session:
        await review.approve(session, contract=C, number=1, by=CLIENT, at=clock.now())


async def part_released(database, clock):
    await submitted(database, clock)
    async with database.transaction() as session:
        await review.release_part(session, contract=C, number=1, amount=Money(400_00), by=CLIENT, at=clock.now())


async def asked_back(database, clock):
    async with database.transaction() as session:
        await refunds.request_refund(session, contract=C, by=CLIENT, at=clock.now())


async def funded(_database, _clock):
    """The contract as it was hired."""


def said(quote):
    return [(line.kind.value, line.amount.minor) for line in quote.lines]


ACTIONS = [
    # given, by, command, lines of the quote, then: contract's state, milestones' states, escrow, freelancer's pending
    (submitted, CLIENT, Approve(C, 1), [("released", 60000)], "active released defined", 0, 60000),
    (submitted, CLIENT, ReleasePart(C, 1, Money(250_00)), [("released", 25000), ("left_in_escrow", 35000)], "active part_released defined", 35000, 25000),
    (submitted, CLIENT, RequestChanges(C, 1, "Bluer."), [("left_in_escrow", 60000)], "active changes_requested defined", 60000, 0),
    (released, CLIENT, FundMilestone(C, 2), [("charged", 50000)], "active released funded", 50000, 60000),
    (part_released, CLIENT, FundMilestone(C, 2), [("charged", 30000), ("from_escrow", 20000)], "active part_released funded", 50000, 40000),
    (part_released, CLIENT, AddMilestone(C, "More", Money(150_00)), [("charged", 0), ("from_escrow", 15000)], "active part_released defined funded", 20000, 40000),
    (released, CLIENT, AddMilestone(C, "More", Money(150_00)), [("charged", 15000)], "active released defined funded", 15000, 60000),
    (released, CLIENT, GiveBonus(C, Money(50_00), "Fast."), [("bonus", 5000)], "active released defined", 0, 60000),
    (released, CLIENT, EndContract(C, Money(0)), [("released", 0)], "ended released defined", 0, 60000),
    (submitted, CLIENT, EndContract(C, Money(600_00)), [("released", 60000)], "ended released defined", 0, 60000),
    (funded, CLIENT, EndContract(C, Money(600_00)), [("released", 60000)], "ended released defined", 0, 60000),
    (submitted, CLIENT, EndContract(C, Money(100_00)), [("released", 10000), ("asked_back", 50000)], "refund_requested part_released defined", 50000, 10000),
    (submitted, CLIENT, EndContract(C, Money(0)), [("released", 0), ("asked_back", 60000)], "refund_requested submitted defined", 60000, 0),
    (funded, CLIENT, CancelContract(C), [("asked_back", 60000)], "refund_requested funded defined", 60000, 0),
    (funded, FREELANCER, SubmitWork(C, 1, "Here."), [("left_in_escrow", 60000)], "active submitted defined", 60000, 0),
    (asked_back, FREELANCER, DisputeRefund(C), [("left_in_escrow", 60000)], "disputed funded defined", 60000, 0),
    (asked_back, FREELANCER, AgreeToRefund(C), [("refunded", 60000)], "ended refunded defined", 0, 0),
]  # fmt: skip


async def states(database):
    async with database.transaction() as session:
        contract = await session.get(Contract, C)
        await session.refresh(contract, ["milestones"])
        return " ".join([contract.status, *(milestone.status for milestone in contract.milestones)])


@pytest.mark.parametrize("row", ACTIONS)
async def test_a_quote_moves_nothing_and_its_confirmation_does_what_it_said(commands, database, clock, row):
    given, by, command, lines, then, escrowed, earned = row
    await given(database, clock)
    before = (await states(database), await held(database, escrow(C)), await held(database, pending(FREELANCER)))
    quote = await commands.quote(by, command)
    assert said(quote) == lines
    assert quote.expires_at == clock.now() + timedelta(minutes=5)
    assert before == (
        await states(database),
        await held(database, escrow(C)),
        await held(database, pending(FREELANCER)),
    )
    receipt = await commands.confirm(by, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert (await states(database), await held(database, escrow(C)), await held(database, pending(FREELANCER))) == (
        then,
        escrowed,
        earned,
    )
    again = await commands.confirm(by, quote.id, auth_age=timedelta(days=1), press="other", witness=nobody)
    assert again == receipt
    assert receipt.press == "p"


async def test_the_receipt_holds_the_lines_of_the_accounts_own_history(commands, database, clock):
    await submitted(database, clock)
    quote = await commands.quote(CLIENT, Approve(C, 1))
    receipt = await commands.confirm(CLIENT, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert [(line.kind, line.amount.minor) for line in receipt.lines] == [("release", 60000), ("payment", -60000)]


async def change_the_contract(database, clock):
    async with database.transaction() as session:
        await bonuses.request_bonus(session, contract=C, amount=Money(5_00), by=CLIENT, at=clock.now())


async def request_changes_meanwhile(database, clock):
    async with database.transaction() as session:
        await review.request_changes(session, contract=C, number=1, message="Hm.", by=CLIENT, at=clock.now())


async def suspend_the_client(database, clock):
    async with database.transaction() as session:
        await membership.suspend(
            session, account=CLIENT, to=Standing.BLOCKED, reason="x", lifted_by=None, due_at=None, appealable=False,
            at=clock.now(),
        )  # fmt: skip


async def five_minutes_later(_database, clock):
    clock.forward(timedelta(minutes=5))


async def nothing_happens(_database, _clock):
    pass


REFUSALS = [
    # meanwhile, who presses, how old the sign-in is, the code
    (nothing_happens, FREELANCER, FRESH, "quote_unknown"),
    (nothing_happens, "nobody", FRESH, "quote_unknown"),
    (nothing_happens, CLIENT, timedelta(minutes=5), "reauth_required"),
    (nothing_happens, CLIENT, timedelta(minutes=4, seconds=59), None),
    (five_minutes_later, CLIENT, FRESH, "quote_expired"),
    (five_minutes_later, CLIENT, timedelta(hours=1), "quote_expired"),
    (five_minutes_later, FREELANCER, FRESH, "quote_unknown"),
    (change_the_contract, CLIENT, FRESH, "quote_void"),
    (change_the_contract, CLIENT, timedelta(hours=1), "quote_void"),
    (request_changes_meanwhile, CLIENT, FRESH, "quote_void"),
    (suspend_the_client, CLIENT, FRESH, "not_allowed"),
    (suspend_the_client, CLIENT, timedelta(hours=1), "not_allowed"),
]


@pytest.mark.parametrize("row", REFUSALS)
async def test_every_refusal_has_its_code_and_sentence_and_moves_nothing(commands, database, clock, row):
    meanwhile, presser, age, code = row
    await submitted(database, clock)
    quote = await commands.quote(CLIENT, Approve(C, 1))
    await meanwhile(database, clock)
    if code is None:
        await commands.confirm(presser, quote.id, auth_age=age, press="p", witness=nobody)
        return
    with pytest.raises(Refused) as refused:
        await commands.confirm(presser, quote.id, auth_age=age, press="p", witness=nobody)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert await held(database, escrow(C)) == 60000
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(StoredReceipt)) == 0


async def test_what_time_alone_made_impossible_is_void_with_its_reason(commands, database, clock):
    await submitted(database, clock)
    clock.forward(timedelta(days=14) - timedelta(minutes=2))
    quote = await commands.quote(CLIENT, RequestChanges(C, 1, "Bluer."))
    clock.forward(timedelta(minutes=2))
    with pytest.raises(Refused, match="review time") as refused:
        await commands.confirm(CLIENT, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert refused.value.code == "quote_void"


IMPOSSIBLE = [
    (CLIENT, Approve(C, 1), "wrong_move"),  # nothing was submitted
    (CLIENT, Approve(C, 9), "unknown_record"),
    (CLIENT, Approve("C-9", 1), "unknown_record"),
    ("nobody", Approve(C, 1), "unknown_record"),
    (FREELANCER, Approve(C, 1), "not_allowed"),
    (CLIENT, ReleasePart(C, 1, Money(0)), "not_a_part"),
    (CLIENT, ReleasePart(C, 1, Money(600_00)), "not_a_part"),
    (CLIENT, ReleasePart(C, 1, Money(-1)), "not_a_part"),
    (CLIENT, FundMilestone(C, 2), "another_is_funded"),
    (CLIENT, AddMilestone(C, "More", Money(4_99)), "amount_too_small"),
    (CLIENT, AddMilestone(C, " ", Money(5_00)), "bad_title"),
    (CLIENT, AddMilestone(C, "x" * 201, Money(5_00)), "bad_title"),
    (CLIENT, AddMilestone(C, "More", Money(5_00, "EUR")), "other_currency"),
    (CLIENT, GiveBonus(C, Money(0)), "not_a_bonus"),
    (CLIENT, GiveBonus(C, Money(5_00, "EUR")), "other_currency"),
    (CLIENT, EndContract(C, Money(5_00, "EUR")), "other_currency"),
    (CLIENT, EndContract(C, Money(600_01)), "not_in_escrow"),
    (CLIENT, EndContract(C, Money(-1)), "not_in_escrow"),
    (CLIENT, SubmitWork(C, 1, "Here."), "not_allowed"),
    (CLIENT, AgreeToRefund(C), "not_allowed"),
    (FREELANCER, AgreeToRefund(C), "no_refund_request"),
    (FREELANCER, CancelContract(C), "not_allowed"),
]


@pytest.mark.parametrize(("by", "command", "code"), IMPOSSIBLE)
async def test_what_is_not_possible_is_refused_before_it_is_quoted(commands, database, by, command, code):
    with pytest.raises(Refused) as refused:
        await commands.quote(by, command)
    assert refused.value.code == code
    assert await held(database, escrow(C)) == 60000


async def test_a_part_in_another_currency_is_none(commands, database, clock):
    await submitted(database, clock)
    with pytest.raises(Refused) as refused:
        await commands.quote(CLIENT, ReleasePart(C, 1, Money(100_00, "EUR")))
    assert refused.value.code == "other_currency"


@pytest.mark.parametrize(
    "command",
    [RequestChanges(C, 1, "x" * 5_001), GiveBonus(C, Money(5_00), "x" * 5_001), SubmitWork(C, 1, "x" * 5_001)],
)
async def test_words_that_nobody_reads_to_the_end_are_refused(commands, command):
    by = FREELANCER if isinstance(command, SubmitWork) else CLIENT
    with pytest.raises(Refused) as refused:
        await commands.quote(by, command)
    assert refused.value.code == "too_many_words"


async def test_two_hundred_presses_at_once_move_the_money_once(commands, database, clock):
    await submitted(database, clock)
    quote = await commands.quote(CLIENT, Approve(C, 1))
    receipts = await asyncio.gather(
        *(
            commands.confirm(CLIENT, quote.id, auth_age=FRESH, press=f"p{number}", witness=nobody)
            for number in range(200)
        )
    )
    assert len({receipt.press for receipt in receipts}) == 1
    assert await held(database, pending(FREELANCER)) == 60000
    async with database.transaction() as session:
        posted = select(func.count()).select_from(Transfer).where(Transfer.posting == "release")
        assert await session.scalar(posted) == 2  # the two legs of one release


async def test_two_quotes_of_the_same_money_pay_it_once(commands, database, clock):
    await submitted(database, clock)
    quotes = [await commands.quote(CLIENT, GiveBonus(C, Money(5_00))) for _ in range(10)]
    done = await asyncio.gather(
        *(commands.confirm(CLIENT, quote.id, auth_age=FRESH, press="p", witness=nobody) for quote in quotes),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["QuoteVoid"] * 9 + ["Receipt"]
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Bonus)) == 1


async def test_money_does_not_move_without_its_receipt_being_written_down(commands, database, clock):
    class CrashError(Exception):
        pass

    async def falls(_session, _receipt):
        raise CrashError

    await submitted(database, clock)
    quote = await commands.quote(CLIENT, Approve(C, 1))
    with pytest.raises(CrashError):
        await commands.confirm(CLIENT, quote.id, auth_age=FRESH, press="p", witness=falls)
    assert await held(database, escrow(C)) == 60000
    await commands.confirm(CLIENT, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert await held(database, escrow(C)) == 0


async def test_quotes_that_ran_out_are_forgotten_after_a_day_and_executed_ones_never(commands, database, clock):
    await submitted(database, clock)
    dead = await commands.quote(CLIENT, Approve(C, 1))
    done = await commands.quote(CLIENT, GiveBonus(C, Money(5_00)))
    receipt = await commands.confirm(CLIENT, done.id, auth_age=FRESH, press="p", witness=nobody)
    clock.forward(timedelta(days=1, minutes=6))
    await commands.quote(CLIENT, GiveBonus(C, Money(6_00)))
    assert await commands.confirm(CLIENT, done.id, auth_age=FRESH, press="p", witness=nobody) == receipt
    with pytest.raises(Refused) as refused:
        await commands.confirm(CLIENT, dead.id, auth_age=FRESH, press="p", witness=nobody)
    assert refused.value.code == "quote_unknown"


async def test_a_quote_says_no_more_than_its_account_may_see(commands, database, clock):
    await submitted(database, clock)
    quote = await commands.quote(CLIENT, Approve(C, 1))
    async with database.transaction() as session:
        other = await session.get(Account, FREELANCER)
    assert quote.payee == other.name
    assert FREELANCER not in (quote.account, quote.payee)
    assert len(quote.id) >= 32
