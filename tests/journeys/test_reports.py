"""Somebody reports something: the form, its errors, one report for each submission whatever fails, and its state."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.actions.words import Words, entries
from bot.assistant import AssistantFailed
from bot.desk import messages
from bot.desk.hours import WEEKDAYS, Hours
from bot.gateway.rates import Limits
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from bot.safety.evidence import Heard, seal
from bot.safety.reports import SqlReports, list_open
from bot.settings import Settings
from tests.databases import BOTH
from tests.journeys.answering import AnsweringAssistant
from tests.journeys.conftest import PATIENT
from tests.patience import PATIENCE_S

pytestmark = BOTH

STORY = "C-1001: he told me to buy amazon gift cards and send the codes"
STATE = "what became of my report"
VALUES = {
    "what": "The freelancer of C-1001 told me to buy gift cards and send him the codes.",
    "links": "https://milepostmarket-pay.net/cards",
    "amount": "50.00",
    "who": "Freelancer Demo",
    "contract": "C-1001",
    "evidence": "a screenshot of Monday",
}


@pytest.fixture
async def assistant(database, clock):
    await demo.ensure(database, now=clock.now())
    settings = Settings()
    return AnsweringAssistant(
        {
            "marketplace": SqlMarketplace(database, clock, deadline_s=PATIENCE_S),
            "words": Words(entries(), **settings.wording),
            "clock": clock,
            "hours": Hours(settings.zone, WEEKDAYS),
            "reports": SqlReports(database),
        },
        {STORY: "report_suspicious", STATE: "ask_message_followup"},
    )


@pytest.fixture
async def gateway(start):
    """A gateway with the patience that real answers take on a busy machine."""
    return await start(timings=PATIENT)


@pytest.fixture
async def told(client):
    """A client who has told the story and sees the form."""
    await client.say(STORY)
    await client.answered()
    return client


def form_of(message):
    return next(block for block in message["blocks"] if block["type"] == "form")


def submit(message=2, **values):
    return {"id": str(uuid4()), "message": message, "form": "safety_report", "values": VALUES | values}


async def waiting(database):
    async with database.reading() as session:
        return await list_open(session)


async def test_a_report_is_filed_with_what_was_written_and_what_was_said(told, database, clock):
    assert [field["name"] for field in form_of(told.thread[1])["fields"]] == list(VALUES)
    sent = submit()
    assert (await told.sends("submit", sent))["ok"]
    answer = await told.answered(2)
    [report] = await waiting(database)
    assert report.reference in answer["text"]
    assert "600.00 USD is in escrow" in answer["text"]
    assert any(block["type"] == "clock" for block in answer["blocks"])
    assert report.reporter.account == "client-demo"
    assert report.reporter.visitor is None
    assert report.filed_at == clock.now()
    statement = report.statement
    assert (statement.what, statement.links, statement.who, statement.evidence) == (
        VALUES["what"],
        VALUES["links"],
        VALUES["who"],
        VALUES["evidence"],
    )
    assert (statement.amount.minor, statement.contract) == (5000, "C-1001")
    assert [sign.name for sign in statement.signs] == ["gift_card"]
    assert "file" not in str(told.arrivals[-1].keys())


async def test_the_evidence_is_what_was_said_up_to_the_report_each_with_its_hash(told, database):
    sent = submit()
    await told.sends("submit", sent)
    await told.answered(2)
    [report] = await waiting(database)
    async with database.reading() as session:
        said = (await messages.after(session, report.conversation, 0)).messages
    assert [piece.seq for piece in report.evidence] == [1, 2, 3]
    assert report.evidence[2].message_id == sent["id"]
    for piece, message in zip(report.evidence, said, strict=False):
        heard = Heard(message.conversation, message.seq, message.client_id, message.kind, message.at, message.text)
        assert piece == seal(heard)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": ""}, "what"),
        ({"what": "too short"}, "what"),
        ({"what": "x" * 2001}, "what"),
        ({"amount": "a lot"}, "amount"),
        ({"amount": "-3"}, "amount"),
        ({"contract": "C-9999"}, "contract"),
        ({"who": "x" * 201}, "who"),
    ],
)
async def test_what_does_not_fit_is_named_by_field_and_nothing_is_filed(told, database, wrong, field):
    refused = await told.sends("submit", submit(**wrong))
    assert refused["code"] == "invalid_fields"
    assert list(refused["fields"]) == [field]
    assert await waiting(database) == []


async def test_the_same_submission_twice_is_one_report(told, database):
    sent = submit()
    first = await told.sends("submit", sent)
    await told.answered(2)
    assert await told.sends("submit", sent) == first
    assert len(await waiting(database)) == 1


async def test_another_submission_is_another_report(told, database):
    await told.sends("submit", submit())
    await told.answered(2)
    await told.sends("submit", submit())
    await told.answered(3)
    assert len({report.reference for report in await waiting(database)}) == 2


async def test_an_answer_that_is_asked_for_again_files_nothing_twice(told, database, assistant):
    assistant.faults = [AssistantFailed("broke off after the answer")]
    await told.sends("submit", submit())
    answer = await told.answered(2)
    assert len(assistant.asked) >= 2
    [report] = await waiting(database)
    assert report.reference in answer["text"]
    assert sum(report.reference in message["text"] for message in told.arrivals) == 1


async def test_what_cannot_be_filed_is_not_answered_until_it_can(told, database, assistant, clock):
    assistant.faults = [{"report": {}}]  # the transaction that stores the answer fails as one
    await told.sends("submit", submit())
    while assistant.faults:
        await told.hears("beat", len(told.heard("beat")) + 1)
    assert await waiting(database) == []
    clock.forward(timedelta(seconds=11))  # the lease runs out
    answer = await told.answered(2)
    [report] = await waiting(database)
    assert report.reference in answer["text"]


async def test_a_stranger_may_report_and_hear_of_it(visitor, database, browse):
    await visitor.say(STORY)
    await visitor.answered()
    values = {name: value for name, value in VALUES.items() if name != "contract"}
    await visitor.sends("submit", {"id": str(uuid4()), "message": 2, "form": "safety_report", "values": values})
    await visitor.answered(2)
    [report] = await waiting(database)
    assert report.reporter.account is None
    assert report.reporter.visitor
    assert report.statement.contract is None
    await visitor.say(STATE)
    assert report.reference in (await visitor.answered(3))["text"]
    other = await browse()
    await other.say(STATE)
    assert report.reference not in (await other.answered())["text"]


async def test_what_became_of_it_is_told_to_its_reporter_only(told, database, browse, gateway):
    await told.sends("submit", submit())
    await told.answered(2)
    [report] = await waiting(database)
    await told.say(STATE)
    answer = await told.answered(3)
    assert f"Report {report.reference}" in answer["text"]
    assert "open" in answer["text"]
    other = await browse(token=gateway.token("freelancer-demo"))
    await other.say(STATE)
    assert report.reference not in (await other.answered())["text"]


async def test_more_reports_than_a_person_checks_are_refused_by_name(start, browse, database):
    gateway = await start(timings=PATIENT, limits=Limits(lambda: 0.0, reports=1))
    client = await browse(at=gateway, token=gateway.token())
    await client.say(STORY)
    await client.answered()
    assert (await client.sends("submit", submit()))["ok"]
    await client.answered(2)
    refused = await client.sends("submit", submit())
    assert refused["code"] == "rate_limited"
    assert "several reports" in refused["message"]
    assert len(await waiting(database)) == 1
    assert (await client.say(STATE))["ok"]
