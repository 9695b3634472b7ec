"""Appeals, requests, verifications and job posts under every standing; and nobody else sees or moves them."""

from uuid import uuid4

import pytest

from bot.actions.words import Words, entries
from bot.desk.hours import WEEKDAYS, Hours
from bot.gateway.call.booth import CallParts
from bot.gateway.call.page import FILE
from bot.marketplace import membership
from bot.marketplace.account import SetBy
from bot.marketplace.cases import filing
from bot.marketplace.cases.case import CaseKind
from bot.marketplace.port import Standing
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.standing import ALLOWED, Act
from bot.settings import Settings
from bot.verification.relay import Relay
from tests.journeys.answering import AnsweringAssistant
from tests.journeys.desk.conftest import PACIFIC, until_said
from tests.journeys.desk.test_cases import answer_to, ask, letters, submit
from tests.journeys.desk.test_job_posts import FIELDS, press
from tests.journeys.money.test_standings import everything
from tests.patience import PATIENCE_S

HOW, PUBLIC, MAIL, STATUS, CALL = "how do I appeal", "make my profile public", "the mail", "my request", "call me"
TOPICS = {
    HOW: "ask_reinstatement",
    PUBLIC: "make_profile_public",
    MAIL: "ask_suspension_email",
    STATUS: "ask_profile_request_status",
    CALL: "start_video_verification",
}
PERSON = "freelancer-demo"
FORMS = {CaseKind.APPEAL: (Act.APPEAL, HOW), CaseKind.PROFILE: (Act.REQUEST_PUBLIC_PROFILE, PUBLIC)}
OTHERS = ["client-demo", "freelancer-demo", "private-demo", None]


@pytest.fixture
def marketplace(database, clock):
    return SqlMarketplace(database, clock, deadline_s=PATIENCE_S)


@pytest.fixture
def assistant(marketplace, clock):
    parts = {
        "marketplace": marketplace,
        "words": Words(entries(), **Settings().wording),
        "clock": clock,
        "hours": Hours(PACIFIC, WEEKDAYS),
        "takes_cases": True,
    }
    return AnsweringAssistant(parts, TOPICS)


@pytest.fixture
async def gateway(start_desk, desk_parts, tmp_path):
    (tmp_path / FILE).write_text("<title>Verification</title>")
    return await start_desk(calls=CallParts(timetable=desk_parts.timetable, relay=Relay()))


@pytest.fixture
def stands(database, clock):
    """Give an account a standing whose record opens all that the table allows it."""

    async def stand(account, standing, *, appealable=True):
        async with database.transaction() as session:
            match standing:
                case Standing.GOOD:
                    await membership.reinstate(session, account=account, at=clock.now())
                case Standing.INACTIVE:
                    await membership.deactivate(session, account=account, at=clock.now())
                case _:
                    await membership.suspend(
                        session, account=account, to=standing, reason="identity check",
                        lifted_by=membership.VIDEO_VERIFICATION, due_at=None, appealable=appealable, at=clock.now(),
                    )  # fmt: skip

    return stand


@pytest.fixture
def hidden(database, clock):
    async def hide(account):
        async with database.transaction() as session:
            await membership.hide_profile(session, account=account, set_by=SetBy.SYSTEM, at=clock.now())

    return hide


@pytest.fixture
def sign_in(gateway, browse):
    async def signed_in(account):
        return await browse(**({} if account is None else {"token": gateway.token(account)}))

    return signed_in


@pytest.fixture
def filed(database, clock):
    """File a case as its account, before anything else happens."""

    async def file(kind, account, reference="AP-ABCD2345"):
        async with database.transaction() as session:
            await filing.file(
                session, kind=kind, reference=reference, account=account, statement="Please look.", at=clock.now()
            )

    return file


@pytest.mark.parametrize("kind", list(CaseKind), ids=str)
@pytest.mark.parametrize("standing", list(Standing), ids=str)
async def test_a_form_is_shown_and_taken_where_the_table_allows_it(
    sign_in, console, database, stands, hidden, assistant, kind, standing
):
    act, words = FORMS[kind]
    await hidden(PERSON)
    if standing is not Standing.GOOD:
        await stands(PERSON, standing)
    person = await sign_in(PERSON)
    allowed = act in ALLOWED[standing]
    assert (act in person.welcome["state"]["can"]) is allowed
    before = await everything(database)
    asked = await ask(person, words)
    assert any(block["type"] == "form" for block in asked["blocks"]) is allowed
    lead = await console("lead-demo", status=None)
    if allowed:
        await submit(person, asked, statement="Please look.")
        assert [case["account"] for case in (await lead.does("requests"))["requests"]] == [PERSON]
        return
    # Even an assistant that asks for it files nothing.
    assistant.faults.append({"case": {"kind": kind.value, "statement": "Please look.", "evidence": ""}})
    await person.say(words)
    assert (await lead.does("requests"))["requests"] == []
    assert await everything(database) == before


@pytest.mark.parametrize("standing", list(Standing), ids=str)
async def test_a_call_is_opened_where_the_table_allows_it_and_the_record_asks_for_it(sign_in, stands, standing):
    if standing is not Standing.GOOD:
        await stands(PERSON, standing)
    person = await sign_in(PERSON)
    allowed = Act.VERIFY in ALLOWED[standing] and standing is Standing.ON_HOLD  # no other record asks for it
    assert (Act.VERIFY in person.welcome["state"]["can"]) is allowed
    assert (await person.sends("call", {})).get("code") == (None if allowed else "not_allowed")


@pytest.mark.parametrize("kind", list(CaseKind), ids=str)
@pytest.mark.parametrize("standing", list(Standing), ids=str)
@pytest.mark.parametrize("decision", ["granted", "declined"])
async def test_the_desk_moves_no_case_into_what_the_table_forbids(
    sign_in, console, database, stands, hidden, filed, marketplace, kind, standing, decision
):
    """A case is filed where that is allowed; then the account moves on, and only then the desk decides."""
    await hidden(PERSON)
    if kind is CaseKind.APPEAL:
        await stands(PERSON, Standing.ON_HOLD)
    await filed(kind, PERSON)
    began = Standing.ON_HOLD if kind is CaseKind.APPEAL else Standing.GOOD
    if standing is not began:
        if standing is Standing.INACTIVE and began is Standing.ON_HOLD:
            await stands(PERSON, Standing.GOOD)
        await stands(PERSON, standing, appealable=False)
    lead = await console("lead-demo", status=None)
    [*waiting] = (await lead.does("requests"))["requests"]
    before = await everything(database)
    answer = await lead.sends("decide", {"reference": "AP-ABCD2345", "decision": decision, "reason": "Seen."})
    records = (await marketplace.records(PERSON)).account
    if not waiting:  # an appeal is against the suspension that it was filed under
        assert (kind, answer["code"]) == (CaseKind.APPEAL, "case_decided")
        assert standing is not began
    elif decision == "granted" and FORMS[kind][0] not in ALLOWED[standing]:
        assert answer["code"] == "not_allowed"
    else:
        assert answer["ok"]
        assert (records.standing is Standing.GOOD) is (
            standing is Standing.GOOD or (kind is CaseKind.APPEAL and decision == "granted")
        )
        assert (records.profile.visibility == "public") is (kind is CaseKind.PROFILE and decision == "granted")
        return
    assert await everything(database) == before
    assert records.standing is standing


@pytest.mark.parametrize("standing", list(Standing), ids=str)
async def test_an_accepted_job_post_is_kept_where_the_table_allows_posting(
    sign_in, database, stands, assistant, standing
):
    if standing is not Standing.GOOD:
        await stands("client-demo", standing)
    client = await sign_in("client-demo")
    allowed = Act.POST_JOB in ALLOWED[standing]
    assert (Act.POST_JOB in client.welcome["state"]["can"]) is allowed
    assistant.faults.append({"draft": {"fields": FIELDS}})
    await client.say(HOW)
    shown = await until_said(client, "a draft of your job post")
    before = await everything(database)
    assert (await press(client, shown, "Accept"))["ok"]
    await until_said(client, "kept among your drafts on Milepost Market, under" if allowed else "no jobs can be posted")
    assert (await everything(database) != before) is allowed


@pytest.mark.parametrize("other", OTHERS)
async def test_anothers_case_letter_and_call_are_neither_seen_nor_moved(sign_in, database, filed, other):
    await filed(CaseKind.APPEAL, "suspended-demo")
    await filed(CaseKind.PROFILE, "inactive-demo", "PR-ABCD2345")
    owner = await sign_in("suspended-demo")
    told = await ask(owner, HOW)
    assert "AP-ABCD2345" in told["text"]
    mail = await ask(owner, MAIL)
    stranger = await sign_in(other)
    before = await everything(database)
    for words in (HOW, STATUS, PUBLIC, MAIL, CALL):
        answer = await ask(stranger, words)
        shown = f"{answer['text']} {answer['blocks']}"
        for secret in ("AP-ABCD2345", "PR-ABCD2345", "identity check", "s***@example.com", "7 Mar"):
            assert secret not in shown, words
    [choices] = [block["choices"] for block in mail["blocks"] if block["type"] == "choices"]
    for choice in (each["id"] for each in choices):
        pressed = await stranger.sends("choose", {"id": str(uuid4()), "message": mail["seq"] + 50, "choice": choice})
        assert pressed["code"] == "unknown_choice"
    form = {"id": str(uuid4()), "message": told["seq"] + 50, "form": "case_appeal", "values": {"statement": "x"}}
    assert (await stranger.sends("submit", form))["code"] == "unknown_form"
    read = await stranger.sends("history", {"before": 99, "conversation": owner.welcome["conversation"]})
    assert "identity check" not in str(read)
    assert (await stranger.sends("call", {}))["code"] == "not_allowed"
    assert await everything(database) == before
    assert await letters(database, "suspension_notice") == []


@pytest.mark.parametrize("handle", ["specialist-web", "specialist-design"])
async def test_a_specialist_without_the_right_neither_sees_nor_moves_a_case(console, database, filed, handle):
    await filed(CaseKind.APPEAL, "suspended-demo")
    await filed(CaseKind.PROFILE, "private-demo", "PR-ABCD2345")
    desk = await console(handle)
    before = await everything(database)
    assert (await desk.sends("requests", {}))["code"] == "not_allowed"
    for reference in ("AP-ABCD2345", "PR-ABCD2345", "AP-UNKNOWN1"):
        decision = {"reference": reference, "decision": "granted", "reason": "x"}
        assert (await desk.sends("decide", decision))["code"] == "not_allowed"  # the same, whether it is there or not
    assert "AP-ABCD2345" not in str(desk.told)
    found = await desk.sends("search", {"query": "AP-ABCD2345"})
    assert "suspended-demo" not in str(found)
    assert await everything(database) == before


async def test_an_appeal_against_one_hold_lifts_no_later_one(sign_in, console, stands, filed, marketplace):
    await filed(CaseKind.APPEAL, "suspended-demo")
    await stands("suspended-demo", Standing.BLOCKED, appealable=True)
    lead = await console("lead-demo", status=None)
    decision = {"reference": "AP-ABCD2345", "decision": "granted", "reason": "x"}
    assert (await lead.sends("decide", decision))["code"] == "case_decided"
    person = await sign_in("suspended-demo")
    asked = await ask(person, HOW)
    assert "needed no decision any more" in asked["text"]
    await submit(person, asked, statement="This one, too.")  # the block's own record opens an appeal
    assert (await marketplace.records("suspended-demo")).account.standing is Standing.BLOCKED


async def test_what_everybody_may_do_is_there_for_the_blocked_too(sign_in):
    person = await sign_in("blocked-demo")
    assert {"ask_support", "read_records"} <= set(person.welcome["state"]["can"])
    said = await person.say(HOW)
    assert "breach" not in (await answer_to(person, said["result"]["seq"]))["text"]
