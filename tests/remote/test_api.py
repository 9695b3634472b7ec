"""The reference server: nobody without the key, and a code for every no."""

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.marketplace.port import MarketplaceUnavailable
from bot.remote.api import marketplace_api
from tests.remote.conftest import KEY

RECORDS = "/v1/accounts/client-demo/records"


class Unplugged:
    """A marketplace whose database is away."""

    async def records(self, _account):
        raise MarketplaceUnavailable

    async def transactions(self, _account, **_limit):
        raise ZeroDivisionError

    async def incident(self):
        raise MarketplaceUnavailable


@pytest.fixture
async def ask(sql):
    async with TestServer(marketplace_api(sql, KEY)) as server, aiohttp.ClientSession() as http:

        async def asking(path, *, method="GET", key=KEY, **more):
            url = server.make_url(path)
            async with http.request(method, url, headers={"Authorization": f"Bearer {key}"}, **more) as response:
                return response.status, await response.json(), response.headers

        yield asking


@pytest.mark.parametrize("key", ["", "x" * 32, KEY + "k", KEY[:-1], "ü" * 16])
@pytest.mark.parametrize("path", [RECORDS, "/v1/incident", "/nowhere"])
async def test_nobody_is_told_anything_without_the_key(ask, key, path):
    status, told, _ = await ask(path, key=key)
    assert (status, told["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/v1/accounts/nobody/records", "GET", 404, "unknown_account"),
        ("/nowhere", "GET", 404, "not_found"),
        (RECORDS, "POST", 405, "method_not_allowed"),
        ("/v1/accounts/client-demo/transactions?limit=0", "GET", 400, "bad_request"),
        ("/v1/accounts/client-demo/transactions?limit=101", "GET", 400, "bad_request"),
        ("/v1/accounts/client-demo/transactions?limit=-1", "GET", 400, "bad_request"),
        ("/v1/accounts/client-demo/transactions?limit=" + "9" * 4000, "GET", 400, "bad_request"),
        ("/v1/accounts/client-demo/quotes", "POST", 404, "not_found"),  # no commands were plugged in
    ],
)
async def test_every_no_has_a_code_and_a_sentence(ask, path, method, status, code):
    answered, told, _ = await ask(path, method=method)
    assert (answered, told["code"]) == (status, code)
    assert told["message"].endswith(".")


async def test_nobody_on_the_way_may_keep_what_is_told(ask):
    _, _, headers = await ask(RECORDS)
    assert headers["Cache-Control"] == "private, no-cache"
    _, _, headers = await ask("/v1/accounts/client-demo/transactions")
    assert headers["Cache-Control"] == "no-store"


async def test_a_marketplace_that_cannot_be_read_is_a_503_and_a_fault_a_500():
    async with TestServer(marketplace_api(Unplugged(), KEY)) as server, aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with http.get(server.make_url(RECORDS), headers=headers) as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "1")
        async with http.get(server.make_url("/v1/accounts/a/transactions"), headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (500, "internal")


def test_a_key_that_can_be_guessed_is_refused(sql):
    with pytest.raises(ValueError, match="guesses"):
        marketplace_api(sql, "short")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{}", {"Idempotency-Key": "k"}),
        (b"[]", {"Idempotency-Key": "k"}),
        (b"<", {"Idempotency-Key": "k"}),
        (b'{"action":"approve","contract":"C-1001"}', {"Idempotency-Key": "k"}),
        (b'{"action":"approve","contract":"C-1001","milestone":"2"}', {"Idempotency-Key": "k"}),
        (b'{"action":"steal","contract":"C-1001","milestone":2}', {"Idempotency-Key": "k"}),
        (b'{"action":"approve","contract":"C-1001","milestone":2}', {}),
        (b'{"action":"approve","contract":"C-1001","milestone":2}', {"Idempotency-Key": "k" * 37}),
    ],
)
async def test_a_command_that_is_not_whole_is_a_bad_request(line, body, headers):
    # `line` has the server with commands; it is asked past the client, which sends no such thing.
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{line._url}/v1/accounts/client-demo/quotes",
            data=body,
            headers={"Authorization": f"Bearer {KEY}", **headers},
        ) as response,
    ):
        assert (response.status, (await response.json())["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "body", [b"{}", b'{"auth_age_s":-1}', b'{"auth_age_s":true}', b'{"auth_age_s":1e99}', b'{"auth_age_s":"1"}']
)
async def test_a_confirmation_says_how_old_the_sign_in_is(line, body):
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{line._url}/v1/accounts/client-demo/quotes/q/confirm",
            data=body,
            headers={"Authorization": f"Bearer {KEY}", "Idempotency-Key": "k"},
        ) as response,
    ):
        assert (response.status, (await response.json())["code"]) == (400, "bad_request")
