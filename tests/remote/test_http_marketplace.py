"""Reading over HTTP: what a marketplace says is told whole, or not at all."""

import gzip
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from structlog.testing import capture_logs

from bot.marketplace import demo
from bot.marketplace.money import Money
from bot.marketplace.port import MarketplaceUnavailable
from bot.remote.line import BODY_BYTES, Line
from bot.remote.marketplace import AS_OF, HttpMarketplace
from bot.remote.views import written
from tests.remote.conftest import QUICK, line_to
from tests.remote.scripted import cut, hangs_up, says, silent

ACCOUNTS = (*demo.CLIENTS, *demo.FREELANCERS)
LATER = "2026-03-02T13:00:00Z"


@pytest.fixture
def reading(scripted_line):
    return HttpMarketplace(scripted_line)


@pytest.fixture
async def records(sql):
    return await sql.records("client-demo")


@pytest.fixture
def whole(records):
    return orjson.dumps(written(records))


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_both_ways_of_reading_say_the_same(sql, http, account):
    assert await http.records(account) == await sql.records(account)
    assert await http.transactions(account, limit=100) == await sql.transactions(account, limit=100)


async def test_an_incident_is_read_while_it_is_open(sql, http, shop, clock):
    assert await http.incident() is None
    await demo.set_incident(shop, on=True, now=clock.now())
    assert await http.incident() == await sql.incident() is not None


@pytest.mark.parametrize(
    "account", ["nobody", "../incident", "a/b?c#d%", "..", ".", "", "Ωmega", "client-demo/records"]
)
async def test_an_account_that_is_not_known_has_no_records(http, account):
    assert await http.records(account) is None
    assert await http.transactions(account, limit=5) == ()


async def test_records_that_did_not_change_are_confirmed_not_sent_again(scripted, reading, records, whole):
    scripted.then(says(whole, ETag='W/"1"'), says(b"", status=304, **{AS_OF: LATER}))
    assert await reading.records("client-demo") == records
    assert await reading.records("client-demo") == replace(records, as_of=records.as_of + timedelta(hours=1))
    assert [request.headers.get("If-None-Match") for request in scripted.asked] == [None, 'W/"1"']


async def test_the_reference_server_confirms_until_a_record_changes(http, sql, shop, clock, scripted):
    first = await http.records("client-demo")
    clock.forward(timedelta(minutes=1))
    second = await http.records("client-demo")
    assert second.contracts is first.contracts  # the one that is kept
    assert second.as_of == clock.now()
    clock.forward(timedelta(days=40))
    await demo.reset(shop, now=clock.now())
    assert await http.records("client-demo") == await sql.records("client-demo")


async def test_a_confirmation_without_its_moment_is_none(scripted, reading, whole):
    scripted.then(says(whole, ETag='W/"1"'), says(b"", status=304))
    await reading.records("client-demo")
    with pytest.raises(MarketplaceUnavailable):
        await reading.records("client-demo")


async def test_a_confirmation_of_nothing_kept_is_none(scripted, reading):
    scripted.then(says(b"", status=304, **{AS_OF: LATER}))
    with pytest.raises(MarketplaceUnavailable):
        await reading.records("client-demo")


async def test_only_so_much_is_kept(scripted, scripted_line, records):
    def of(account):
        own = replace(records, account=replace(records.account, id=account))
        return says(orjson.dumps(written(own)), ETag=f'"{account}"')

    room_for_one = HttpMarketplace(scripted_line, kept_bytes=len(orjson.dumps(written(records))) + 10)
    scripted.then(of("a"), of("b"), of("b"), of("a"))
    for account in "abba":
        assert (await room_for_one.records(account)).account.id == account
    assert [request.headers.get("If-None-Match") for request in scripted.asked] == [None, None, '"b"', None]


UNREADABLE = {
    "a server error": says(status=500),
    "a gateway's error": says(b"<h1>Bad gateway</h1>", status=502),
    "busy": says(status=503, Retry_After="60"),
    "a wrong key": says(status=401),
    "forbidden": says(status=403),
    "an address that is not there": says(status=404),
    "a redirect": says(status=302, Location="http://127.0.0.1:9/elsewhere"),
    "nothing": says(b""),
    "no JSON": says(b"<html>"),
    "half of it": says(b'{"as_of":"2026'),
    "another document": says(b'{"transactions":[]}'),
    "a list": says(b"[]"),
    "null": says(b"null"),
    "deep nesting": says(b"[" * 10_000),
    "no answer in time": silent,
    "a cut body": cut,
    "a cut connection": hangs_up,
    "an endless body": says(b" " * (BODY_BYTES + 1)),
    "a body that unpacks to too much": says(gzip.compress(b" " * 50 * BODY_BYTES), Content_Encoding="gzip"),
    "a body that does not unpack": says(b"not gzip", Content_Encoding="gzip"),
}


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
async def test_no_answer_is_made_of(scripted, reading, fault):
    scripted.then(fault)
    with capture_logs() as logs, pytest.raises(MarketplaceUnavailable):
        await reading.records("client-demo")
    assert "client-demo" not in repr(logs)


@pytest.mark.parametrize("name", ["a server error", "a redirect", "half of it", "a cut body", "no JSON"])
async def test_no_answer_is_made_of_it_whatever_was_read(scripted, reading, name):
    scripted.then(UNREADABLE[name])
    with pytest.raises(MarketplaceUnavailable):
        await reading.transactions("client-demo", limit=5)
    with pytest.raises(MarketplaceUnavailable):
        await reading.incident()


async def test_nothing_listening_is_no_answer(unused_tcp_port):
    line = Line(f"http://127.0.0.1:{unused_tcp_port}", "k", patience=QUICK)
    with pytest.raises(MarketplaceUnavailable):
        await HttpMarketplace(line).incident()
    await line.disconnect()


def swapped(records):
    """Records that are well formed, and wrong."""
    first, *others = records.contracts
    yield "somebody else's", replace(records, account=replace(records.account, id="pastdue-demo"))
    yield "a sum that is none", replace(records, escrow=records.escrow + Money(1))
    yield "two currencies", replace(records, account=replace(records.account, pending=Money(0, "EUR")))
    yield "a contract twice", replace(records, contracts=(first, first, *others))
    milestone = replace(first.milestones[0], contract="C-9")
    yield "another's milestone", replace(records, contracts=(replace(first, milestones=(milestone,)), *others))
    twice = replace(first, milestones=(first.milestones[0],) * 2)
    yield "a milestone twice", replace(records, contracts=(twice, *others))


async def test_records_that_contradict_themselves_are_no_answer(scripted, reading, records):
    for what, wrong in swapped(records):
        scripted.then(says(orjson.dumps(written(wrong))))
        with capture_logs() as logs, pytest.raises(MarketplaceUnavailable):
            await reading.records("client-demo")
        assert [line["event"] for line in logs] == ["marketplace_unreadable"], what


async def test_history_is_newest_first_and_no_longer_than_asked(scripted, reading, sql):
    lines = written(await sql.transactions("client-demo", limit=100))
    assert lines[0]["at"] != lines[-1]["at"]
    scripted.then(says(orjson.dumps({"transactions": lines[::-1]})))
    with pytest.raises(MarketplaceUnavailable):
        await reading.transactions("client-demo", limit=100)
    scripted.then(says(orjson.dumps({"transactions": lines})))
    with pytest.raises(MarketplaceUnavailable):
        await reading.transactions("client-demo", limit=1)


PASSING = {
    "busy": says(status=503, Retry_After="0"),
    "cut": cut,
    "hung up": hangs_up,
    "broken": says(status=500),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
async def test_a_read_is_tried_again(scripted, reading, records, whole, fault):
    scripted.then(fault, fault, says(whole))
    assert await reading.records("client-demo") == records


async def test_a_read_that_is_not_answered_in_time_is_tried_again(scripted, records, whole):
    scripted.then(silent, silent, says(whole))
    # As often as it takes: on a machine that stands still a good answer comes too late as well.
    async with line_to(scripted.app(), patience=replace(QUICK, attempts=100)) as line:
        assert await HttpMarketplace(line).records("client-demo") == records
    assert len(scripted.asked) >= 3


@pytest.mark.parametrize("fault", [says(status=400), says(status=401), says(status=404), says(b"<html>")])
async def test_what_will_not_change_is_asked_once(scripted, reading, fault):
    scripted.then(fault)
    with pytest.raises(MarketplaceUnavailable):
        await reading.incident()
    assert len(scripted.asked) == 1


async def test_a_wait_that_is_longer_than_our_patience_is_not_waited(scripted, reading):
    scripted.then(says(status=503, Retry_After="3600"))
    with pytest.raises(MarketplaceUnavailable):
        await reading.incident()
    assert len(scripted.asked) == 1


async def test_the_key_goes_along_and_connections_stay_open(scripted, reading):
    scripted.then(says(b'{"incident":null}'))
    for _ in range(3):
        assert await reading.incident() is None
    assert {request.headers["Authorization"] for request in scripted.asked} == {"Bearer " + "k" * 32}
    assert len({request.transport for request in scripted.asked}) == 1


async def test_an_address_below_a_path_is_kept_whole(scripted):
    scripted.then(says(b'{"incident":null}'))
    async with line_to(scripted.app()) as line:
        below = Line(f"{line._url}/support/", "k" * 32)
        assert await HttpMarketplace(below).incident() is None
        await below.disconnect()
    assert scripted.asked[0].path == "/support/v1/incident"
