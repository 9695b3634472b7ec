"""From the chat through preflight, line and call to good standing, over real sockets; and what trouble on the way does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.clock import wire_time
from bot.mail.outbox import Letter
from bot.marketplace import membership
from bot.marketplace.port import Standing
from bot.marketplace.sql import SqlMarketplace
from bot.verification.leases import PLACE_KEPT, VERIFIER_LOST
from bot.verification.verifiers import RING_TIME
from tests.databases import BOTH
from tests.journeys.call.conftest import PASSED, in_call, in_line, refusal_of
from tests.journeys.desk.conftest import until_said
from tests.patience import PATIENCE_S

SECOND = timedelta(seconds=1)
OFFER = {"description": {"type": "offer", "sdp": "v=0"}}
ANSWER = {"description": {"type": "answer", "sdp": "v=0"}}
CANDIDATE = {"candidate": {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0"}}


@BOTH
async def test_a_held_person_goes_from_the_chat_to_good_standing(page, verifier, database, clock):
    person, vera = await page(page="tab-1"), await verifier(page="console-1")
    assert person.welcome["polite"] is True
    assert vera.welcome["polite"] is False
    assert (await person.sees("required"))["open"] is True
    assert (await person.refused("join")) == "wrong_move"
    await person.does("preflight", results={**PASSED, "relay": "failed"})
    assert await person.does("join") == {"position": 1, "wait_s": None}
    waits = await person.sees("waiting")
    assert (waits["position"], waits["wait_s"], waits["verifiers"]) == (1, None, 1)
    line = await vera.hears("line", lambda told: told["waiting"])
    assert [each["name"] for each in line["waiting"]] == ["Suspended Demo"]

    visit = (await vera.does("next"))["visit"]
    called = await vera.sees("ringing")
    assert called["visit"] == visit
    assert (called["person"]["account"], called["person"]["standing"]) == ("suspended-demo", "on_hold")
    assert (called["person"]["reason"], called["person"]["no_shows"]) == ("identity check", 0)
    assert called["person"]["checks"]["relay"] == "failed"
    assert "ring_until" in await person.sees("ringing")
    assert await person.refused("signal", **OFFER) == "not_in_call"
    await person.does("answer")
    assert (await person.sees("in_call"))["peer"] == "console-1"
    assert (await vera.sees("in_call"))["peer"] == "tab-1"
    for caller in (person, vera):
        [stun, turn] = caller.heard("ice")[-1]["servers"]
        assert stun == {"urls": ["stun:relay.example"]}
        assert set(turn) == {"urls", "username", "credential"}

    await vera.does("signal", **OFFER)
    assert await person.hears("signal") == OFFER
    for signal in (ANSWER, CANDIDATE, {"candidate": None}):
        await person.does("signal", **signal)
    await vera.hears("signal", lambda told: told == {"candidate": None})
    assert vera.heard("signal") == [ANSWER, CANDIDATE, {"candidate": None}]
    await vera.does("text", id=str(uuid4()), text="Please show your ID.")
    assert (await person.hears("text"))["text"] == "Please show your ID."
    assert person.heard("text")[0]["from"] == "verifier"

    await vera.does("decide", visit=visit, verdict="passed", reason="The passport fits.")
    over = await person.sees("passed")
    assert (over["outcome"], over["reason"]) == ("passed", "The passport fits.")
    last = (await vera.sees("idle"))["last"]
    assert (last["visit"], last["state"], last["why"]) == (visit, "passed", "decided")
    told = await until_said(person.chat, "in good standing again")
    assert "The passport fits." in told["text"]
    assert (
        await SqlMarketplace(database, clock, deadline_s=PATIENCE_S).records("suspended-demo")
    ).account.standing == "good"
    async with database.reading() as session:
        [letter] = await session.scalars(select(Letter).where(Letter.kind == "verification_outcome"))
    assert letter.subject_data == {"outcome": "passed", "reason": "The passport fits."}

    assert await person.refused("preflight", results=PASSED) == "session_over"
    assert (await person.chat.sends("call", {}))["code"] == "not_allowed"
    session_kept = person.welcome["session"]
    await person.socket.disconnect()
    person.socket = person._socket()
    assert await refusal_of(person, session=session_kept) == "session_over"


@pytest.mark.parametrize(
    ("verdict", "words"), [("failed", "your account stays on hold"), ("retry", "ended without a decision")]
)
async def test_another_verdict_is_told_with_its_reason_and_leaves_the_standing(
    page, verifier, database, clock, verdict, words
):
    person, vera = await page(), await verifier()
    visit = await in_call(person, vera)
    await vera.does("decide", visit=visit, verdict=verdict, reason="The picture was dark.")
    assert (await person.sees(verdict))["reason"] == "The picture was dark."
    assert "The picture was dark." in (await until_said(person.chat, words))["text"]
    assert (
        await SqlMarketplace(database, clock, deadline_s=PATIENCE_S).records("suspended-demo")
    ).account.standing == "on_hold"


async def test_who_was_asked_to_try_again_goes_on_with_the_same_page(page, verifier):
    person, vera = await page(), await verifier()
    visit = await in_call(person, vera)
    await vera.does("decide", visit=visit, verdict="retry", reason="Bring your ID.")
    await person.sees("retry")
    await in_line(person)
    assert (await person.sees("waiting"))["position"] == 1


async def test_a_gateway_that_starts_again_keeps_everybodys_place(page, people, gateway, start_calls, clock):
    await people.open("ann", "bob")
    ann, bob = await page("ann"), await page("bob")
    await in_line(ann)
    clock.forward(SECOND)
    await in_line(bob)
    await gateway.stop()
    clock.forward(PLACE_KEPT * 3)
    later = await start_calls()
    await bob.reconnect(at=later.url)
    assert (await bob.sees("waiting"))["position"] == 2
    await ann.reconnect(at=later.url)
    assert (await ann.sees("waiting"))["position"] == 1


async def test_a_verifier_who_is_gone_leaves_the_person_at_the_head_of_the_line(page, people, verifier, clock):
    await people.open("ann", "bob")
    ann, bob = await page("ann"), await page("bob")
    vera = await verifier()
    visit = await in_call(ann, vera)
    await in_line(bob)
    await vera.vanish()
    await ann.sees("in_call", lambda told: told["peer"] is None)
    assert await ann.refused("signal", **OFFER) == "peer_away"
    clock.forward(VERIFIER_LOST)
    assert (await ann.sees("waiting"))["position"] == 1
    assert (await bob.sees("waiting", lambda told: told["position"] == 2))["open"]
    vic = await verifier("vic")
    assert (await vic.does("next"))["visit"] == visit


async def test_a_verifier_who_comes_back_soon_has_the_call_still(page, verifier):
    person, vera = await page(), await verifier(page="console")
    visit = await in_call(person, vera)
    await vera.vanish()
    await person.sees("in_call", lambda told: told["peer"] is None)
    await vera.reconnect(csrf=vera.csrf, page="console")
    assert (await vera.sees("in_call"))["visit"] == visit
    await person.sees("in_call", lambda told: told["peer"] == "console")
    await person.does("signal", **OFFER)
    assert await vera.hears("signal") == OFFER


async def test_a_person_whose_socket_dies_mid_call_comes_back_into_it(page, verifier):
    person, vera = await page(page="tab"), await verifier()
    await in_call(person, vera)
    kept = person.welcome["session"]
    await person.vanish()
    await vera.sees("in_call", lambda told: told["peer"] is None)
    assert await vera.refused("text", id=str(uuid4()), text="Are you there?") == "peer_away"
    await person.reconnect(session=kept, page="tab")
    await person.sees("in_call")
    await vera.sees("in_call", lambda told: told["peer"] == "tab")
    await vera.does("signal", **OFFER)
    assert await person.hears("signal") == OFFER


async def test_what_was_heard_is_passed_on_as_it_came(page, verifier):
    person, vera = await page(), await verifier()
    await in_call(person, vera)
    mark = {"call": "2026-03-02T18:00:00.000Z", "by": "tab", "to": "console", "n": 3}
    text = str(uuid4())
    for heard in ({"signal": mark}, {"text": text}):
        await person.does("heard", **heard)
        assert await vera.hears("heard", lambda told, heard=heard: told == heard)
    await vera.does("heard", signal={})
    assert await person.hears("heard") == {"signal": {}}


async def test_another_gateway_takes_the_calls_over_when_the_first_is_gone(page, verifier, gateway, start_calls):
    person, vera = await page(page="tab"), await verifier(page="console")
    visit = await in_call(person, vera)
    second = await start_calls()
    await person.reconnect(at=second.url, session=person.welcome["session"], page="tab")
    assert (await person.sees("in_call"))["peer"] is None
    assert await person.refused("signal", **OFFER) == "peer_away"
    await gateway.stop()
    await vera.reconnect(at=second.url, csrf=vera.csrf, page="console")
    assert (await vera.sees("in_call"))["visit"] == visit
    await person.sees("in_call", lambda told: told["peer"] == "console")
    await person.does("signal", **OFFER)
    assert await vera.hears("signal") == OFFER


async def test_a_call_that_is_not_picked_up_is_told_and_the_verifier_is_free(page, verifier, clock):
    person, vera = await page(), await verifier()
    await in_line(person)
    await vera.does("next")
    await vera.vanish()  # whoever is connected beats; nobody picks up meanwhile
    clock.forward(RING_TIME)
    await person.sees("no_show")
    await until_said(person.chat, "was not picked up")


async def test_a_person_leaves_the_line_and_the_call(page, verifier):
    person, vera = await page(), await verifier()
    await in_line(person)
    await person.does("leave")
    await person.sees("abandoned")
    assert await vera.refused("next") == "nobody_waits"
    await in_call(person, vera)
    await person.does("leave")
    last = (await vera.sees("idle", lambda told: "last" in told))["last"]
    assert (last["state"], last["why"]) == ("abandoned", "asked")


async def test_a_person_who_is_put_back_waits_at_the_head_of_the_line(page, people, verifier):
    await people.open("ann", "bob")
    ann, bob = await page("ann"), await page("bob")
    vera = await verifier()
    visit = await in_call(ann, vera)
    await in_line(bob)
    await vera.does("put_back", visit=visit)
    assert (await ann.sees("waiting"))["position"] == 1
    assert (await bob.sees("waiting", lambda told: told["position"] == 2))["polite"]


async def test_another_tab_of_the_same_person_takes_over(page):
    first = await page()
    await in_line(first)
    second = await page()
    await first.sees("elsewhere")
    await first.hears("disconnect")
    assert (await second.sees("waiting"))["position"] == 1


async def test_a_hold_that_ends_in_another_way_ends_the_waiting(page, database, clock):
    person = await page()
    await in_line(person)
    async with database.transaction() as session:
        await membership.reinstate(session, account="suspended-demo", at=clock.now())
    await person.sees("lifted")
    assert await person.refused("join") == "not_allowed"


async def test_after_hours_nobody_joins_and_a_time_can_be_booked(page, clock, database):
    clock.forward(timedelta(hours=8))  # Monday, six in the evening
    person = await page()
    closed = await person.sees("required")
    assert (closed["open"], closed["opens_at"]) == (False, "2026-03-03T14:00:00.000Z")
    await person.does("preflight", results=PASSED)
    refused = await person.sends("join", {})
    assert (refused["code"], refused["opens_at"]) == ("after_hours", "2026-03-03T14:00:00.000Z")
    first, *_ = (await person.does("slots"))["slots"]
    assert first == "2026-03-03T14:00:00.000Z"
    assert await person.does("book", at=first) == {"at": first}
    assert (await person.sees("preflight", lambda told: "call_back_at" in told))["call_back_at"] == first
    assert await person.refused("book", at="2026-03-03T03:00:00Z") == "slot_taken"
    async with database.reading() as session:
        [letter] = await session.scalars(select(Letter).where(Letter.kind == "verification_invitation"))
    assert letter.subject_data["at"] == first
    for _ in range(2):  # the second time nothing is booked any more
        assert await person.does("unbook") == {}
    await person.sees("preflight", lambda told: told.get("call_back_at") is None)


async def test_who_was_not_passed_can_come_again_by_a_new_ticket(page, verifier):
    person, vera = await page(), await verifier()
    visit = await in_call(person, vera)
    await vera.does("decide", visit=visit, verdict="failed", reason="The ID had run out.")
    await person.sees("failed")
    again = await page()
    await again.sees("required")
    await in_line(again)
    assert (await vera.does("next"))["visit"] != visit


async def test_a_later_hold_asks_anew(page, database, clock):
    person = await page()
    await in_line(person)
    async with database.transaction() as session:
        await membership.reinstate(session, account="suspended-demo", at=clock.now())
    await person.sees("lifted")
    due = clock.now() + timedelta(days=3)
    async with database.transaction() as session:
        await membership.suspend(
            session, account="suspended-demo", to=Standing.ON_HOLD, reason="identity check",
            lifted_by=membership.VIDEO_VERIFICATION, due_at=due, appealable=False, at=clock.now(),
        )  # fmt: skip
    again = await page()
    assert (await again.sees("abandoned"))["due_at"] == wire_time(due)
    await in_line(again)
