"""The relay: a call that may use nothing else connects, and nobody gets in with credentials that are old or not ours."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.cli import calls
from bot.clock import WallClock
from bot.settings import Settings
from bot.verification.relay import LIFETIME, Relay
from tests.browser.call.connections import RELAY_ONLY, sees, ways
from tests.browser.call.coturn import Coturn
from tests.browser.call.turn import credential

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "what the relay and the gateway share"
REFUSED, FORBIDDEN = 401, 403
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "relay.md"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def coturn(tmp_path_factory) -> AsyncIterator[Coturn]:
    async with running(Coturn(tmp_path_factory.mktemp("coturn"), SECRET)) as server:
        yield server


@asynccontextmanager
async def running(server: Coturn) -> AsyncIterator[Coturn]:
    server.start()
    try:
        await server.is_up()
        yield server
    finally:
        server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def documented(tmp_path_factory) -> AsyncIterator[Coturn]:
    """A relay with the configuration that docs/relay.md gives."""
    [conf] = re.findall(r"```conf\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    async with running(Coturn(tmp_path_factory.mktemp("documented"), SECRET, conf)) as server:
        yield server


@pytest.fixture
def relay(coturn) -> Relay:
    """The relay as the gateway has it from its settings."""
    return calls.relay(Settings(turn_urls=coturn.url, turn_secret=coturn.secret))


async def test_a_call_that_may_only_use_the_relay_connects_through_it(call_shop, comes, verifiers):
    person, verifier = await comes(), await verifiers(script=RELAY_ONLY)
    await person.starts()
    await person.page.get_by_role("checkbox").check()
    await expect(person.check("Connection through our relay")).to_contain_text("Works")
    await person.page.evaluate(RELAY_ONLY)
    await person.button("Join the line").click()
    await verifier.calls_the_next()
    await person.button("Join now").click()
    await asyncio.gather(sees(person.page), sees(verifier.page))
    for page in (person.page, verifier.page):
        assert await ways(page) == [["relay", "relay"]]


@pytest.mark.parametrize(
    ("after", "secret", "code"),
    [
        (timedelta(0), SECRET, 0),
        (LIFETIME - timedelta(minutes=1), SECRET, 0),
        (LIFETIME + timedelta(seconds=1), SECRET, REFUSED),
        (timedelta(0), "a secret of somebody else", REFUSED),
        (timedelta(0), "", REFUSED),
    ],
)
async def test_credentials_are_good_for_their_time_and_from_us_alone(coturn, after, secret, code):
    now = WallClock().now() - after
    [server] = Relay(turn=[coturn.url], secret=SECRET).servers(who="a-page", now=now)
    async with coturn.dialled() as client:
        assert await client.allocate(server["username"], credential(secret, server["username"])) == code


async def test_a_name_that_somebody_makes_last_longer_is_not_signed_by_us(coturn):
    [server] = Relay(turn=[coturn.url], secret=SECRET).servers(who="a-page", now=WallClock().now())
    async with coturn.dialled() as client:
        assert await client.allocate(f"9{server['username']}", server["credential"]) == REFUSED


async def test_the_relay_of_the_documents_leads_nobody_into_its_own_network(documented):
    [server] = Relay(turn=[documented.url], secret=SECRET).servers(who="a-page", now=WallClock().now())
    own = ["127.0.0.1", "10.1.2.3", "172.20.0.5", "192.168.1.1", "169.254.169.254", "100.100.100.200"]
    async with documented.dialled() as client:
        assert await client.allocate(server["username"], server["credential"]) == 0
        assert {peer: await client.permit(peer) for peer in own} == dict.fromkeys(own, FORBIDDEN)
        assert await client.permit("203.0.113.7") == 0


async def test_the_relay_of_the_documents_understands_every_line(documented):
    assert [line for line in documented.log().splitlines() if "bad config" in line.lower()] == []
