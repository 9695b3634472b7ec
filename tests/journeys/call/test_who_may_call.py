"""Nobody is let in, sees or moves a call but the two whose call it is."""

import asyncio
from datetime import timedelta
from itertools import chain
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.gateway.call.lobby import SIGNALS_PER_SECOND
from bot.gateway.call.payloads import SIGNAL_BYTES
from bot.gateway.call.protocol import CLIENT_EVENTS, PERSON, VERIFIER
from bot.marketplace import membership
from bot.verification.passes import SESSION_TIME, TICKET_TIME
from bot.verification.visit import VisitMove
from tests.journeys.call.caller import Caller
from tests.journeys.call.conftest import PASSED, in_call, in_line, refusal_of
from tests.journeys.desk.conftest import PASSWORD
from tests.journeys.desk.console import Console
from tests.journeys.wrong_types import fields_named, fields_of, wrongly_typed

ID = str(uuid4())
OFFER = {"description": {"type": "offer", "sdp": "v=0"}}
PAYLOADS = {
    "preflight": {"results": PASSED},
    "book": {"at": "2026-03-03T14:00:00Z"},
    "put_back": {"visit": ID},
    "decide": {"visit": ID, "verdict": "passed", "reason": "x"},
    "signal": OFFER,
    "heard": {"text": ID},
    "text": {"id": ID, "text": "x"},
}
#: The other thing that an event may be about.
OTHERWISE = {"signal": {"candidate": {"candidate": "x"}}, "heard": {"signal": {"n": 1}}}
MALFORMED = {
    "preflight": [{}, {"results": []}, {"results": {"camera": "perhaps"}}, {"results": {"soul": "passed"}}],
    "book": [{}, {"at": 7}, {"at": "soon"}, {"at": "2026-03-03T14:00:00"}],
    "put_back": [{}, {"visit": 7}, {"visit": ""}, {"visit": "x" * 37}],
    "decide": [
        {"visit": ID, "verdict": "passed"},
        {"visit": ID, "verdict": "perhaps", "reason": "x"},
        {"visit": ID, "verdict": "passed", "reason": " "},
        {"verdict": "passed", "reason": "x"},
    ],
    "signal": [
        {},
        {"description": "v=0"},
        {"description": {}},
        {"description": {"type": 1}},
        {"description": {"type": "offer", "sdp": 1}},
        {"candidate": "candidate:1"},
        {"description": {"type": "offer", "sdp": ""}, "candidate": None},
        {"candidate": {"candidate": b"bytes"}},
    ],
    "heard": [
        {},
        {"signal": 3},
        {"signal": [], "text": ID},
        {"signal": {}, "text": ID},
        {"signal": {"n": b"bytes"}},
        {"text": "x"},
        {"text": None},
    ],
    "text": [{"id": ID}, {"id": "x", "text": "y"}, {"id": ID, "text": " "}, {"id": ID, "text": 7}],
}
NEVER = [None, 7, True, "text", [], [{}], b"bytes"]


async def audit(database):
    async with database.reading() as session:
        return [(row.visit, row.version, row.move) for row in await session.scalars(select(VisitMove))]


async def test_a_stranger_and_an_account_that_is_not_asked_get_no_ticket(browse, gateway):
    for auth in ({}, {"token": gateway.token("client-demo")}, {"token": gateway.token("blocked-demo")}):
        assert (await (await browse(**auth)).sends("call", {}))["code"] == "not_allowed"


async def test_a_sign_in_that_has_run_out_gets_no_ticket(browse, gateway, host_clock):
    chat = await browse(token=gateway.token("suspended-demo"))
    host_clock.forward(timedelta(hours=1))
    assert (await chat.sends("call", {}))["code"] == "not_allowed"


async def test_a_ticket_is_good_once_and_for_ten_minutes(browse, gateway, clock):
    chat = await browse(token=gateway.token("suspended-demo"))

    async def ticket():
        return (await chat.sends("call", {}))["result"]["url"].partition("#")[2]

    used, late = await ticket(), await ticket()
    first, second, third = (Caller(gateway.url) for _ in range(3))
    await first.connect(ticket=used)
    assert await refusal_of(second, ticket=used) == "ticket_over"
    clock.forward(TICKET_TIME)
    assert await refusal_of(third, ticket=late) == "ticket_over"
    for caller in (first, second, third):
        await caller.leave()


async def test_a_ticket_is_over_once_the_hold_is(browse, gateway, database, clock):
    chat = await browse(token=gateway.token("suspended-demo"))
    ticket = (await chat.sends("call", {}))["result"]["url"].partition("#")[2]
    async with database.transaction() as session:
        await membership.reinstate(session, account="suspended-demo", at=clock.now())
    late = Caller(gateway.url)
    assert await refusal_of(late, ticket=ticket) == "ticket_over"
    await late.leave()


async def test_a_session_runs_out_and_its_page_is_cut(page, clock):
    person = await page()
    session = person.welcome["session"]
    clock.forward(SESSION_TIME)
    await person.hears("disconnect")
    person.socket = person._socket()
    assert await refusal_of(person, session=session) == "session_over"


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({}, "bad_payload"),
        ({"ticket": 7}, "bad_payload"),
        ({"ticket": "a", "session": "b"}, "bad_payload"),
        ({"ticket": "a", "page": 7}, "bad_payload"),
        ({"ticket": "x" * 129}, "bad_payload"),
        ({"ticket": "made up"}, "ticket_over"),
        ({"session": "made up"}, "session_over"),
        ({"csrf": "made up"}, "not_signed_in"),
    ],
)
async def test_whoever_proves_nothing_is_refused(gateway, auth, code):
    stranger = Caller(gateway.url)
    assert await refusal_of(stranger, **auth) == code
    await stranger.leave()


async def test_a_ticket_opens_no_session_and_a_session_is_no_ticket(page, browse, gateway):
    person = await page()
    chat = await browse(token=gateway.token("suspended-demo"))
    ticket = (await chat.sends("call", {}))["result"]["url"].partition("#")[2]
    for auth, code in (({"session": ticket}, "session_over"), ({"ticket": person.welcome["session"]}, "ticket_over")):
        other = Caller(gateway.url)
        assert await refusal_of(other, **auth) == code
        await other.leave()


@pytest.mark.parametrize("handle", ["specialist-web", "lead-demo"])
async def test_whoever_of_the_desk_may_not_verify_is_refused(gateway, handle):
    desk = Console(gateway.url)
    assert (await desk.sign_in(handle, PASSWORD))[0] == 200
    caller = Caller(gateway.url, desk.http)
    assert await refusal_of(caller, csrf=desk.csrf) == "not_allowed"
    await desk.leave()


async def test_a_verifiers_cookie_without_what_our_page_knows_is_refused(gateway):
    desk = Console(gateway.url)
    await desk.sign_in("specialist-verify", PASSWORD)
    caller = Caller(gateway.url, desk.http)
    assert await refusal_of(caller, csrf="guessed") == "not_signed_in"
    await desk.leave()


async def test_each_side_is_refused_what_the_table_gives_to_the_other(page, verifier, database):
    person, vera = await page(), await verifier()
    for name, event in CLIENT_EVENTS.items():
        if event.sides == VERIFIER:
            assert await person.refused(name, **PAYLOADS.get(name, {})) == "not_allowed"
        if event.sides == PERSON:
            assert await vera.refused(name, **PAYLOADS.get(name, {})) == "not_allowed"
    assert await audit(database) == []


async def test_nobody_sees_or_moves_anothers_call(page, people, verifier, database):
    await people.open("ann", "bob")
    ann, bob = await page("ann"), await page("bob")
    vera, vic = await verifier(), await verifier("vic")
    visit = await in_call(ann, vera)
    await in_line(bob)
    before = await audit(database)
    assert await vic.refused("decide", visit=visit, verdict="passed", reason="x") == "unknown_visit"
    assert await vic.refused("put_back", visit=visit) == "unknown_visit"
    assert await vic.refused("decide", visit=ID, verdict="passed", reason="x") == "unknown_visit"
    for caller in (bob, vic):
        assert await caller.refused("signal", **OFFER) == "not_in_call"
        assert await caller.refused("text", id=ID, text="hello") == "not_in_call"
    assert await bob.refused("answer") == "wrong_move"
    assert await audit(database) == before
    await vera.does("signal", **OFFER)
    await ann.hears("signal")
    assert bob.heard("signal") == vic.heard("signal") == []
    assert all("person" not in told for told in (*bob.heard("call_state"), *vic.heard("call_state")))
    assert bob.heard("line") == ann.heard("line") == []


async def test_a_malformed_event_is_refused_by_code_and_reaches_nobody(page, verifier):
    person, vera = await page(), await verifier()
    await in_call(person, vera)
    for name, event in CLIENT_EVENTS.items():
        # A side has so many signals a second, so what both may send is shared between them.
        sender = person if event.sides == PERSON or name == "signal" else vera
        fitting = [payloads[name] for payloads in (PAYLOADS, OTHERWISE) if name in payloads]
        assert fields_of(fitting) == fields_named(event)
        for data in (*MALFORMED.get(name, []), *NEVER, *chain(*map(wrongly_typed, fitting))):
            answer = await sender.sends(name, data)
            assert (answer["ok"], answer["code"]) == (False, "bad_payload"), (name, data)
    assert (await person.sends("record", {}))["code"] == "unknown_event"
    assert vera.heard("signal") == vera.heard("text") == []
    await vera.sees("in_call")


async def test_what_is_too_long_is_refused_by_code(page, verifier):
    person, vera = await page(), await verifier()
    await in_call(person, vera)
    long_offer = {"description": {"type": "offer", "sdp": "x" * SIGNAL_BYTES}}
    assert await person.refused("signal", **long_offer) == "too_long"
    assert await person.refused("text", id=ID, text="x" * 1001) == "too_long"
    assert vera.heard("signal") == vera.heard("text") == []


async def test_a_flood_of_signals_is_refused_and_the_rest_of_the_call_goes_on(page, verifier):
    person, vera = await page(), await verifier()
    await in_call(person, vera)
    answers = await asyncio.gather(
        *(person.sends("signal", {"candidate": None}) for _ in range(SIGNALS_PER_SECOND + 10))
    )
    assert [answer.get("code") for answer in answers].count("rate_limited") == 10
    assert len(vera.heard("signal")) == SIGNALS_PER_SECOND
    assert await person.refused("heard", text=ID) == "rate_limited"
    await person.does("text", id=ID, text="still here")
    assert (await vera.hears("text"))["from"] == "person"


async def test_nothing_of_a_call_is_kept_but_its_moves(page, verifier, database):
    person, vera = await page(), await verifier()
    await in_call(person, vera)
    await person.does("signal", description={"type": "offer", "sdp": "v=0 a-fingerprint-nobody-keeps"})
    await person.does("text", id=ID, text="a word that nobody keeps")
    await vera.hears("text")
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        dump = "\n".join([line async for line in raw.driver_connection.iterdump()])
    assert "suspended-demo" in dump
    assert "nobody-keeps" not in dump
    assert "nobody keeps" not in dump


async def test_without_the_built_page_no_call_is_offered(start_desk, call_parts, browse, tmp_path, gateway):
    (tmp_path / "verify.html").unlink()
    bare = await start_desk(calls=call_parts)
    chat = await browse(at=bare, token=bare.token("suspended-demo"))
    assert (await chat.sends("call", {}))["code"] == "not_allowed"
