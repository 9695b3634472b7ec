"""Reports are filed once, are never changed, and are shown to their reporter and to the desk only."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.marketplace.money import Money
from bot.safety.evidence import Heard, seal
from bot.safety.report import SafetyEvidence, SafetyReport, SafetyReportMove
from bot.safety.reports import Reporter, SqlReports, file, list_open, reference_of
from bot.safety.statement import NotedSign, Statement
from tests.clock import NOON
from tests.databases import BOTH

STATEMENT = Statement(
    topic="report_suspicious",
    what="He asked for my password.",
    links="http://example.net",
    amount=Money(50_00),
    who="Freelancer Demo",
    evidence="a screenshot",
    contract="C-1001",
    signs=(NotedSign("secrets", "asked for my password"),),
)
HEARD = Heard("c", 1, "m", "user", NOON, "He asked for my password.")


async def filed(database, *, conversation="c", message_id="m", now=NOON, **reporter):
    async with database.transaction() as session:
        return await file(
            session,
            statement=STATEMENT,
            reporter=Reporter(**(reporter or {"account": "client-demo"})),
            conversation=conversation,
            message_id=message_id,
            heard=[HEARD],
            now=now,
        )


async def rows(database):
    async with database.reading() as session:
        return [
            await session.scalar(select(func.count()).select_from(row))
            for row in (SafetyReport, SafetyEvidence, SafetyReportMove)
        ]


async def waiting(database):
    async with database.reading() as session:
        return await list_open(session)


@BOTH
async def test_a_report_waits_as_it_was_made(database):
    reference = await filed(database)
    [report] = await waiting(database)
    assert (report.reference, report.filed_at, report.statement) == (reference, NOON, STATEMENT)
    assert report.evidence == (seal(HEARD),)


@BOTH
async def test_the_same_message_files_once(database):
    assert await filed(database) == await filed(database, now=NOON + timedelta(hours=1))
    assert await rows(database) == [1, 1, 1]


@BOTH
async def test_two_gateways_at_once_file_once(database):
    outcomes = await asyncio.gather(*(filed(database) for _ in range(4)), return_exceptions=True)
    # The one that comes too late is refused by the key, together with its answer.
    assert reference_of("c", "m") in outcomes
    assert await rows(database) == [1, 1, 1]


@BOTH
async def test_the_oldest_waits_first(database):
    later = await filed(database, message_id="later", now=NOON + timedelta(minutes=1))
    first = await filed(database, message_id="first")
    assert [report.reference for report in await waiting(database)] == [first, later]


@BOTH
async def test_an_account_finds_its_own_in_whichever_conversation(database):
    first = await filed(database, conversation="one")
    later = await filed(database, conversation="two", now=NOON + timedelta(minutes=1))
    await filed(database, conversation="three", account="freelancer-demo")
    found = await SqlReports(database).of(account="client-demo", conversation="four")
    assert [view.reference for view in found] == [later, first]


@BOTH
async def test_a_visitor_finds_those_of_the_conversation_and_never_an_accounts(database):
    own = await filed(database, conversation="mine", visitor="v1")
    await filed(database, conversation="other", visitor="v2")
    await filed(database, conversation="accounts")
    reports = SqlReports(database)
    assert [view.reference for view in await reports.of(account=None, conversation="mine")] == [own]
    assert await reports.of(account=None, conversation="accounts") == ()


def test_a_hash_changes_with_whatever_was_changed():
    changed = [
        Heard("d", 1, "m", "user", NOON, HEARD.text),
        Heard("c", 2, "m", "user", NOON, HEARD.text),
        Heard("c", 1, "n", "user", NOON, HEARD.text),
        Heard("c", 1, "m", "assistant", NOON, HEARD.text),
        Heard("c", 1, "m", "user", NOON + timedelta(seconds=1), HEARD.text),
        Heard("c", 1, "m", "user", NOON, HEARD.text + "."),
    ]
    assert len({seal(heard).sha256 for heard in [HEARD, *changed]}) == 1 + len(changed)


@pytest.mark.parametrize("statement", [STATEMENT, Statement("report_other_email", "What happened")])
def test_a_statement_survives_the_wire(statement):
    assert Statement.from_wire(statement.wire()) == statement
