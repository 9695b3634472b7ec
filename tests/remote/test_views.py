"""Views go over the wire and come back the same; what is not whole does not come back at all."""

import copy
from dataclasses import replace
from datetime import date

import orjson
import pytest

from bot.marketplace import demo
from bot.marketplace.commands import SendOffer
from bot.marketplace.money import Money
from bot.marketplace.port import IncidentView, Records, TransactionView
from bot.remote.views import TEXT_LENGTH, Unreadable, read, read_time, written

ACCOUNTS = (*demo.CLIENTS, *demo.FREELANCERS)


@pytest.fixture
async def document(sql):
    return written(await sql.records("client-demo"))


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_records_come_back_as_they_went(sql, account):
    records = await sql.records(account)
    assert read(Records, orjson.loads(orjson.dumps(written(records)))) == records


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_transactions_come_back_as_they_went(sql, account):
    for line in await sql.transactions(account, limit=100):
        assert read(TransactionView, orjson.loads(orjson.dumps(written(line)))) == line


def spots(value, path=()):
    """Every place of a document, as the keys that lead to it."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from spots(inner, (*path, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


async def test_a_field_that_is_left_out_anywhere_is_refused(document):
    fields = [path for path in spots(document) if path and isinstance(path[-1], str)]
    assert len(fields) > 100
    for path in fields:
        partial = copy.deepcopy(document)
        del at(partial, path[:-1])[path[-1]]
        with pytest.raises(Unreadable):
            read(Records, partial)


@pytest.mark.parametrize("wrong", [True, 1.5, {}, {"x": 1}, [[]], "\0", "x" * (TEXT_LENGTH + 1), 2**60], ids=repr)
async def test_a_value_that_cannot_stand_there_is_refused(document, wrong):
    for path in spots(document):
        if path and type(at(document, path)) is bool and wrong is True:
            continue
        spoiled = copy.deepcopy(document)
        if path:
            at(spoiled, path[:-1])[path[-1]] = wrong
        else:
            spoiled = wrong
        with pytest.raises(Unreadable):
            read(Records, spoiled)


async def test_a_field_that_is_new_is_passed_over(document):
    assert read(Records, document | {"colour": "green"}) == read(Records, document)


@pytest.mark.parametrize(
    "time",
    [
        "2026-03-02T12:00:00",
        "2026-03-02T12:00:00+00:00",
        "2026-03-02T12:00:00+01:00Z",
        "2026-03-02 12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-03-02T24:30:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-03-02T12:00:00.1234567Z",
        "٢٠٢٦-03-02T12:00:00Z",
        1772452800,
        None,
    ],
)
def test_a_time_that_is_no_moment_in_utc_is_refused(time):
    with pytest.raises(Unreadable):
        read_time(time)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x", "https://", "https://a b", ""])
def test_a_link_is_a_web_address(url):
    told = {"title": "Delays", "impact": "degraded", "url": url, "started_at": "2026-03-02T12:00:00Z"}
    with pytest.raises(Unreadable, match="url"):
        read(IncidentView, told)


def test_a_refused_document_says_where_and_never_what():
    with pytest.raises(Unreadable) as refused:
        read(IncidentView, {"title": "Delays", "impact": "secret", "url": "https://x", "started_at": "secret"})
    assert str(refused.value) == "impact"


OFFER = SendOffer("bob", "Signage", "Two signs.", "Sketches", Money(50_00), date(2026, 3, 20))


@pytest.mark.parametrize("due_on", [OFFER.due_on, None])
def test_a_day_comes_back_as_it_went(due_on):
    offer = replace(OFFER, due_on=due_on)
    assert read(SendOffer, orjson.loads(orjson.dumps(written(offer)))) == offer


@pytest.mark.parametrize(
    "wrong", ["2026-02-30", "2026-3-2", "2026-03-02T12:00:00Z", "tomorrow", "", 20260302, True, {}]
)
def test_a_day_that_is_none_is_refused(wrong):
    with pytest.raises(Unreadable, match="due_on"):
        read(SendOffer, written(OFFER) | {"due_on": wrong})
