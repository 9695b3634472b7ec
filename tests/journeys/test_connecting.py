"""Who is let in, as whom, and what they are welcomed with."""

import asyncio
import base64
from datetime import timedelta

import aiohttp
import jwt
import pytest
import socketio

from bot.gateway.origins import Origins
from bot.gateway.rates import Limits
from tests.journeys.browser import Browser

SECRET = "a secret of thirty-two characters, or more"


async def refused(gateway, **auth):
    browser = Browser(gateway.url, origin=gateway.url)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await browser.connect(**auth)
    assert browser.heard("welcome") == []
    await browser.leave()
    return browser.refusal["data"]


async def test_a_visitor_gets_an_id_and_finds_the_same_conversation_with_it(browse, visitor):
    assert visitor.welcome["me"] == {"signed_in": False}
    await visitor.say("hello")
    await visitor.answered()
    again = await browse(visitor=visitor.welcome["visitor"])
    assert again.welcome["visitor"] == visitor.welcome["visitor"]
    assert again.welcome["conversation"] == visitor.welcome["conversation"]
    assert again.welcome["messages"] == visitor.thread


@pytest.mark.parametrize(
    "forge", [lambda _: "v1.guess.0123", lambda v: v[:-1] + "0" * (v[-1] != "0"), lambda _: "x", lambda v: v + ".x"]
)
async def test_a_forged_visitor_is_a_new_one(browse, visitor, forge):
    other = await browse(visitor=forge(visitor.welcome["visitor"]))
    assert other.welcome["visitor"] != visitor.welcome["visitor"]
    assert other.welcome["conversation"] != visitor.welcome["conversation"]


async def test_ids_cannot_be_guessed(browse):
    ids = [(await browse()).welcome["visitor"].split(".")[1] for _ in range(5)]
    assert len(set(ids)) == 5
    assert all(len(base64.urlsafe_b64decode(number + "=" * (-len(number) % 4))) * 8 >= 128 for number in ids)


async def test_an_account_is_welcomed_with_its_name_and_what_it_may_do(client):
    assert client.welcome["me"] == {"account": "client-demo", "name": "Client Demo", "signed_in": True}
    assert "visitor" not in client.welcome
    assert client.welcome["state"]["can"] == ["fund", "release"]
    assert client.welcome["last_seq"] == 0
    assert client.welcome["messages"] == []
    assert client.welcome["more"] is False


async def test_a_token_for_nobody_we_know_may_do_nothing(browse, gateway):
    stranger = await browse(token=gateway.token("someone"))
    assert stranger.welcome["state"]["can"] == []


def claims(clock, **changes):
    now = int(clock.now().timestamp())
    made = {"sub": "client-demo", "aud": "milepost", "iat": now, "exp": now + 600, "jti": "j", "auth_time": now}
    return {name: value for name, value in (made | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aud": "another"}, "token_invalid"),
        ({"aud": None}, "token_invalid"),
        ({"sub": None}, "token_invalid"),
        ({"sub": ""}, "token_invalid"),
        ({"sub": 7}, "token_invalid"),
        ({"sub": "x" * 81}, "token_invalid"),
        ({"sub": "client-demo\x00"}, "token_invalid"),
        ({"jti": None}, "token_invalid"),
        ({"exp": None}, "token_invalid"),
        ({"iat": None}, "token_invalid"),
        ({"auth_time": None}, "token_invalid"),
        ({"auth_time": "yesterday"}, "token_invalid"),
        ({"exp": 99999999999999999}, "token_invalid"),
        ({"iat": -600, "exp": 601}, "too_long_lived"),
        ({"iat": -700, "exp": -100}, "token_expired"),
        ({"iat": 100, "exp": 700}, "from_the_future"),
    ],
)
async def test_a_wrong_token_is_refused_and_never_taken_for_a_stranger(gateway, host_clock, changes, code):
    now = int(host_clock.now().timestamp())
    moved = {
        name: now + value if name in {"iat", "exp"} and isinstance(value, int) and abs(value) < 1000 else value
        for name, value in changes.items()
    }
    token = jwt.encode(claims(host_clock, **moved), SECRET, algorithm="HS256")
    expected = code if code.startswith("token_") else "token_invalid"
    assert await refused(gateway, token=token) == {"code": expected}


async def test_a_token_of_another_secret_of_none_or_of_nothing_is_refused(gateway, host_clock):
    other = jwt.encode(claims(host_clock), SECRET[::-1], algorithm="HS256")
    unsigned = jwt.encode(claims(host_clock), None, algorithm="none")
    unknown_key = jwt.encode(claims(host_clock), SECRET, algorithm="HS256", headers={"kid": "unknown"})
    longer_hash = jwt.encode(claims(host_clock), SECRET * 2, algorithm="HS512")
    for token in (other, unsigned, unknown_key, longer_hash, "nonsense", "a.b.c", "", 7, ["a.b.c"], "x" * 8193):
        assert await refused(gateway, token=token) == {"code": "token_invalid"}


@pytest.mark.parametrize(
    "auth",
    [
        {"after": -1},
        {"after": "1"},
        {"visitor": ["v"]},
        {"conversation": 7},
        {"conversation": ""},
        {"conversation": ["x"]},
    ],
)
async def test_a_malformed_hello_is_refused_by_code(gateway, auth):
    assert await refused(gateway, **auth) == {"code": "bad_payload"}


async def test_a_wish_that_makes_no_sense_is_left_out(browse, assistant):
    browser = await browse(locale="../../etc", zone="Nowhere/Atlantis")
    await browser.say("hello")
    await browser.answered()
    assert assistant.asked[0]["metadata"]["locale"] == "en"
    assert assistant.asked[0]["metadata"]["zone"] is None


async def test_the_zone_and_locale_of_a_browser_reach_the_assistant(browse, assistant):
    browser = await browse(locale="de-AT", zone="Europe/Vienna")
    await browser.say("hello")
    await browser.answered()
    assert assistant.asked[0]["metadata"]["locale"] == "de-AT"
    assert assistant.asked[0]["metadata"]["zone"] == "Europe/Vienna"


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_foreign_or_missing_origin_is_refused(gateway, origin):
    headers = {} if origin is None else {"Origin": origin}
    async with aiohttp.ClientSession() as http:
        for transport in ("polling", "websocket"):
            url = f"{gateway.url}/socket.io/?EIO=4&transport={transport}"
            async with http.get(url, headers=headers) as response:
                assert response.status == 403
                assert (await response.json())["code"] == "origin_refused"


async def test_an_allowed_origin_and_our_own_are_let_in(start, browse):
    other = await start(origins=Origins(["https://shop.example/"]))
    await browse(at=other, origin="https://shop.example")
    await browse(at=other)


async def test_a_browsers_own_get_without_an_origin_is_let_in(gateway):
    url = f"{gateway.url}/socket.io/?EIO=4&transport=polling"
    async with (
        aiohttp.ClientSession() as http,
        http.get(url, headers={"Sec-Fetch-Site": "same-origin"}) as response,
    ):
        assert response.status == 200


async def test_polling_works_where_websockets_do_not(gateway):
    browser = Browser(gateway.url, origin=gateway.url, transports=("polling",))
    await browser.connect()
    await browser.say("hello")
    assert (await browser.answered())["text"] == "You said: hello"
    await browser.leave()


async def test_too_many_connects_of_an_address_are_refused(start, browse):
    strict = await start(limits=Limits(asyncio.get_running_loop().time, connects=2))
    await browse(at=strict)
    await browse(at=strict)
    assert await refused(strict) == {"code": "rate_limited"}


async def test_too_many_says_of_a_person_are_refused_by_code(start, browse):
    strict = await start(limits=Limits(asyncio.get_running_loop().time, says=2))
    one, other = await browse(at=strict), await browse(at=strict)
    assert [(await one.say("x")).get("code") for _ in range(3)] == [None, None, "rate_limited"]
    assert (await other.say("x"))["ok"]


async def test_too_many_events_of_an_address_are_refused_by_code(start, browse):
    strict = await start(limits=Limits(asyncio.get_running_loop().time, events=2))
    one, other = await browse(at=strict), await browse(at=strict)
    assert (await one.sends("typing", {"on": True}))["ok"]
    assert (await other.sends("typing", {"on": True}))["ok"]
    assert (await other.sends("typing", {"on": True}))["code"] == "rate_limited"


async def test_one_socket_cannot_read_anothers_conversation(browse, gateway, client):
    await client.say("my secret")
    await client.answered()
    other = await browse(token=gateway.token("freelancer-demo"), conversation=client.welcome["conversation"], after=0)
    assert other.welcome["messages"] == []
    assert (await other.sends("history", {"before": 100, "conversation": client.welcome["conversation"]}))[
        "result"
    ] == {
        "messages": [],
        "more": False,
    }


async def test_the_state_tells_when_the_desk_opens_and_what_is_wrong(browse, client, clock, marketplace):
    desk = {"open": False, "available": False, "zone": "America/Los_Angeles", "opens_at": "2026-03-02T14:00:00.000Z"}
    assert client.welcome["state"] == {"owner": "assistant", "desk": desk, "can": ["fund", "release"]}
    marketplace.break_payments()
    clock.forward(timedelta(hours=2))
    state = await client.hears("state")
    assert state["incident"] == {"title": "Payments delayed", "impact": "degraded", "url": "https://status.example"}
    assert state["desk"] == {
        "open": True,
        "available": False,
        "zone": "America/Los_Angeles",
        "closes_at": "2026-03-03T01:00:00.000Z",
    }
