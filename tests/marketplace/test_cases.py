"""Appeals, requests for a public profile, and the suspension's letter sent again."""

import pytest
from sqlalchemy import func, select

from bot.errors import Refused
from bot.mail.outbox import Letter
from bot.marketplace import demo, membership, notices
from bot.marketplace.account import SetBy
from bot.marketplace.cases import deciding, filing
from bot.marketplace.cases.case import REASON_LENGTH, STATEMENT_LENGTH, CaseKind, CaseState
from bot.marketplace.notices import AGAIN_AFTER, MOST
from bot.marketplace.port import Standing
from bot.marketplace.sql import SqlMarketplace
from tests.patience import PATIENCE_S

APPEAL, PROFILE = CaseKind.APPEAL, CaseKind.PROFILE
SAID = "I have a new document that shows my name."

# Who may file what: account, kind, None or the code of the refusal (facts.md §4).
FILING = [
    ("suspended-demo", APPEAL, None),
    ("blocked-demo", APPEAL, "not_allowed"),  # its record opens none
    ("inactive-demo", APPEAL, "not_allowed"),
    ("freelancer-demo", APPEAL, "not_allowed"),
    ("private-demo", APPEAL, "not_allowed"),
    ("client-demo", APPEAL, "not_allowed"),
    ("suspended-demo", PROFILE, "not_allowed"),
    ("blocked-demo", PROFILE, "not_allowed"),
    ("inactive-demo", PROFILE, None),
    ("private-demo", PROFILE, None),
    ("freelancer-demo", PROFILE, "nothing_to_ask"),  # public already
    ("client-demo", PROFILE, "not_allowed"),  # has no profile
]


@pytest.fixture
async def market(database, clock):
    await demo.ensure(database, now=clock.now())
    return database


async def file(market, clock, account, kind, *, reference="AP-1", statement=SAID, evidence=""):
    async with market.transaction() as session:
        return await filing.file(
            session,
            kind=kind,
            reference=reference,
            account=account,
            statement=statement,
            evidence=evidence,
            at=clock.now(),
        )


async def decide(market, clock, decision, *, reference="AP-1", reason="The document fits."):
    async with market.transaction() as session:
        await deciding.decide(
            session, reference=reference, decision=decision, reason=reason, by="lead-demo", at=clock.now()
        )


async def account_of(market, clock, account):
    records = await SqlMarketplace(market, clock, deadline_s=PATIENCE_S).records(account)
    assert records is not None
    return records.account


async def letters(market, kind):
    async with market.reading() as session:
        return list(await session.scalars(select(Letter).where(Letter.kind == kind)))


@pytest.mark.parametrize(("account", "kind", "refused"), FILING)
async def test_a_case_is_taken_where_the_record_and_the_table_allow_it(market, clock, account, kind, refused):
    if refused is None:
        assert (await file(market, clock, account, kind)).state is CaseState.SUBMITTED
        [waiting] = await listed(market)
        assert (waiting.account, waiting.kind) == (account, kind)
    else:
        with pytest.raises(Refused) as refusal:
            await file(market, clock, account, kind)
        assert refusal.value.code == refused
        assert await listed(market) == []


async def listed(market):
    async with market.reading() as session:
        return await deciding.waiting(session)


async def test_the_same_submission_twice_is_one_case_and_one_letter(market, clock):
    await file(market, clock, "private-demo", PROFILE, reference="PR-1")
    await file(market, clock, "private-demo", PROFILE, reference="PR-1")
    assert len(await listed(market)) == 1
    [letter] = await letters(market, "profile_request_received")
    assert (letter.address, letter.subject_data) == ("private-demo@example.com", {"reference": "PR-1"})


async def test_one_case_of_a_kind_waits_at_a_time(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    with pytest.raises(filing.CaseOpen):
        await file(market, clock, "suspended-demo", APPEAL, reference="AP-2")
    await decide(market, clock, "declined", reason="Nothing new is in it.")
    await file(market, clock, "suspended-demo", APPEAL, reference="AP-2")
    assert [case.reference for case in await listed(market)] == ["AP-2"]


@pytest.mark.parametrize(
    ("statement", "evidence"), [("", ""), ("  \n", ""), ("x" * (STATEMENT_LENGTH + 1), ""), (SAID, "x" * 1_001)]
)
async def test_an_appeal_without_words_or_with_too_many_is_refused(market, clock, statement, evidence):
    with pytest.raises(filing.WrongWords):
        await file(market, clock, "suspended-demo", APPEAL, statement=statement, evidence=evidence)


async def test_a_profile_that_its_owner_hid_needs_no_request(market, clock):
    async with market.transaction() as session:
        await membership.hide_profile(session, account="freelancer-demo", set_by=SetBy.SELF, at=clock.now())
    with pytest.raises(filing.NothingToAsk):
        await file(market, clock, "freelancer-demo", PROFILE)


async def test_a_granted_appeal_ends_the_hold_and_is_told_by_mail(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    await decide(market, clock, "granted")
    account = await account_of(market, clock, "suspended-demo")
    assert (account.standing, account.hold) == (Standing.GOOD, None)
    assert (account.appeal.state, account.appeal.reason) == ("granted", "The document fits.")
    [letter] = await letters(market, "appeal_decided")
    assert letter.subject_data == {"reference": "AP-1", "decision": "granted", "reason": "The document fits."}


async def test_a_declined_appeal_changes_nothing_but_is_told_with_its_reason(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    await decide(market, clock, "declined", reason="The document has another name.")
    account = await account_of(market, clock, "suspended-demo")
    assert account.standing is Standing.ON_HOLD
    assert (account.appeal.state, account.appeal.reason) == ("declined", "The document has another name.")


async def test_a_granted_request_brings_the_profile_back_to_public(market, clock):
    await file(market, clock, "private-demo", PROFILE, reference="PR-1", statement="")
    await decide(market, clock, "granted", reference="PR-1")
    profile = (await account_of(market, clock, "private-demo")).profile
    assert (profile.visibility, profile.set_by, profile.request.state) == ("public", "self", "granted")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [("perhaps", "x"), ("granted", ""), ("declined", " "), ("granted", "x" * (REASON_LENGTH + 1))],
)
async def test_a_decision_is_one_of_two_and_has_a_reason(market, clock, decision, reason):
    await file(market, clock, "suspended-demo", APPEAL)
    with pytest.raises(deciding.WrongDecision):
        await decide(market, clock, decision, reason=reason)
    assert len(await listed(market)) == 1


async def test_a_case_is_decided_once(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    await decide(market, clock, "declined")
    with pytest.raises(deciding.CaseDecided):
        await decide(market, clock, "granted")
    assert (await account_of(market, clock, "suspended-demo")).standing is Standing.ON_HOLD


async def test_an_unknown_case_is_refused(market, clock):
    with pytest.raises(Refused) as refusal:
        await decide(market, clock, "granted", reference="AP-9")
    assert refusal.value.code == "unknown_record"


async def test_an_account_that_is_reinstated_in_another_way_leaves_no_appeal_to_decide(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    async with market.transaction() as session:
        await membership.reinstate(session, account="suspended-demo", at=clock.now())
    assert await listed(market) == []
    assert (await account_of(market, clock, "suspended-demo")).appeal.state == "overtaken"


async def send_again(market, clock, account="suspended-demo", message="m1"):
    async with market.transaction() as session:
        await notices.send_again(session, account=account, message=message, at=clock.now())


async def test_the_suspensions_letter_is_sent_again_to_the_registered_address(market, clock):
    await send_again(market, clock)
    [letter] = await letters(market, "suspension_notice")
    hold = (await account_of(market, clock, "suspended-demo")).hold
    assert letter.address == "suspended-demo@example.com"
    assert letter.subject_data["reason"] == hold.reason
    assert hold.notice_again_at == clock.now() + AGAIN_AFTER


async def test_the_suspensions_letter_is_not_sent_again_too_soon_nor_too_often(market, clock):
    for number in range(1, MOST):
        await send_again(market, clock, message=f"m{number}")
        with pytest.raises(notices.NoticeTooSoon):
            await send_again(market, clock, message="impatient")
        clock.forward(AGAIN_AFTER)
    with pytest.raises(notices.NoticeTooSoon):
        await send_again(market, clock, message="last")
    async with market.reading() as session:
        assert await session.scalar(select(func.count(Letter.id))) == MOST - 1
    assert (await account_of(market, clock, "suspended-demo")).hold.notice_again_at is None


async def test_who_is_not_suspended_has_no_such_letter(market, clock):
    with pytest.raises(notices.NoNotice):
        await send_again(market, clock, account="inactive-demo")


async def test_an_appeal_of_somebody_else_is_not_found_by_its_reference(market, clock):
    await file(market, clock, "suspended-demo", APPEAL)
    with pytest.raises(Refused) as refusal:
        await file(market, clock, "private-demo", PROFILE)  # the same reference, another account
    assert refusal.value.code == "unknown_record"
    assert (await account_of(market, clock, "private-demo")).profile.request is None
