"""Who gets into the desk: passwords, throttled; sessions that end; pages that are ours."""

from datetime import timedelta

import pytest
import socketio

from bot.desk.staff import members
from bot.gateway.desk.signin import COOKIE
from bot.gateway.origins import Addresses
from tests.journeys.desk.conftest import PASSWORD
from tests.journeys.desk.console import Console


@pytest.fixture
async def page(gateway):
    console = Console(gateway.url)
    yield console
    await console.leave()


def cookie(console: Console):
    return next(each for each in console.http.cookie_jar if each.key == COOKIE)


async def test_the_right_password_opens_the_desk_and_signing_out_closes_it(page):
    assert (await page.me())[0] == 401
    status, body = await page.sign_in("lead-demo", PASSWORD)
    assert status == 200
    assert body["me"] == {
        "id": "lead-demo",
        "name": "Lead Demo",
        "roles": ["supervisor"],
        "categories": ["Web & Mobile Development", "Design & Creative"],
        "capacity": 3,
    }
    kept = cookie(page)
    assert (kept["httponly"], kept["samesite"], kept["path"], bool(kept["secure"])) == (True, "Strict", "/", False)
    assert (await page.me())[1] == body
    await page.connect()
    refused = await page.sign_out(csrf="guessed")
    assert (refused[0], refused[1]["code"]) == (403, "csrf")
    assert (await page.sign_out())[0] == 200
    await page.hears("disconnect")
    assert (await page.me())[0] == 401


@pytest.mark.parametrize(
    ("handle", "password"), [("lead-demo", "wrong"), ("nobody", PASSWORD), ("client-demo", PASSWORD)]
)
async def test_what_does_not_fit_is_refused_and_which_of_both_is_not_told(page, handle, password):
    status, body = await page.sign_in(handle, password)
    assert (status, body["code"], body["message"]) == (
        401, "sign_in_failed", "That handle and password do not fit.",
    )  # fmt: skip


async def test_tries_are_counted_even_with_the_right_password_at_last_and_are_forgotten_in_time(page, clock):
    for _ in range(5):
        assert (await page.sign_in("lead-demo", "wrong"))[0] == 401
    status, body = await page.sign_in("lead-demo", PASSWORD)
    assert (status, body["code"]) == (429, "rate_limited")
    clock.forward(timedelta(seconds=body["retry_after_s"]))
    assert (await page.sign_in("lead-demo", PASSWORD))[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b'{"handle": 1, "password": "x"}',
        b'{"handle": "lead-demo"}',
        b'{"handle": "", "password": ""}',
    ],
)
async def test_nonsense_is_refused(page, body):
    headers = {"Content-Type": "application/json"}
    async with page.http.post(f"{page.url}/desk/sign-in", data=body, headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, "bad_payload")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
async def test_another_sites_page_signs_nobody_in(page, headers):
    credentials = {"handle": "lead-demo", "password": PASSWORD}
    async with page.http.post(f"{page.url}/desk/sign-in", json=credentials, headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (403, "csrf")


async def test_a_form_signs_nobody_in(page):
    form = {"handle": "lead-demo", "password": PASSWORD}
    async with page.http.post(f"{page.url}/desk/sign-in", data=form) as response:
        assert (await response.json())["code"] == "bad_payload"


async def test_behind_a_trusted_proxy_the_cookie_is_for_https_only(start_desk):
    gateway = await start_desk(addresses=Addresses(["127.0.0.1"]))
    page = Console(gateway.url)
    headers = {"X-Forwarded-Proto": "https"}
    credentials = {"handle": "lead-demo", "password": PASSWORD}
    async with page.http.post(f"{page.url}/desk/sign-in", json=credentials, headers=headers) as response:
        assert "Secure" in response.headers["Set-Cookie"]
    await page.leave()


async def test_a_socket_needs_the_session_and_what_only_our_page_knows(page, gateway):
    for auth in (None, {}, {"csrf": 7}, {"csrf": "guessed"}):
        stranger = Console(gateway.url)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await stranger.connect(auth=auth)
        assert stranger.refusal["data"] == {"code": "not_signed_in"}
        await stranger.leave()
    await page.sign_in("lead-demo", PASSWORD)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page.connect(auth={"csrf": "guessed"})
    assert page.refusal["data"] == {"code": "not_signed_in"}


async def test_whoever_is_disabled_is_out_at_once(console, database):
    web = await console("specialist-web")
    async with database.transaction() as session:
        await members.change(session, handle="specialist-web", active=False)
    await web.hears("disconnect")
    assert (await web.me())[0] == 401
    assert (await web.sign_in("specialist-web", PASSWORD))[0] == 401


async def test_a_session_that_nobody_uses_ends(console, clock):
    web = await console("specialist-web")
    clock.forward(timedelta(hours=8, minutes=1))
    await web.hears("disconnect")
    assert (await web.me())[0] == 401
