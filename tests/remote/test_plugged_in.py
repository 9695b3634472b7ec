"""The settings say which marketplace is read, and whether money is moved from the chat."""

import pytest

from bot.cli.marketplace import plugged_in
from bot.cli.marketplace_api import serve_marketplace_api
from bot.cli.refusal import Misused
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.commands import HttpCommands
from bot.remote.marketplace import HttpMarketplace
from bot.settings import Settings
from tests.remote.conftest import KEY

URL = "https://market.example/support-api/"


@pytest.mark.parametrize(
    ("settings", "reads", "commands"),
    [
        ({}, SqlMarketplace, SqlCommands),
        ({"money": "links"}, SqlMarketplace, type(None)),
        ({"marketplace_url": URL, "marketplace_key": KEY}, HttpMarketplace, HttpCommands),
        ({"marketplace_url": URL, "marketplace_key": KEY, "money": "links"}, HttpMarketplace, type(None)),
    ],
)
async def test_reads_and_commands_are_plugged_in(shop, clock, settings, reads, commands):
    ports = plugged_in(Settings(**settings), shop, clock)
    assert type(ports.marketplace) is reads
    assert type(ports.commands) is commands
    await ports.close()


@pytest.mark.parametrize("key", ["", "schlüssel", "two\nlines"])
async def test_an_api_without_a_key_is_a_mistake(shop, clock, key):
    with pytest.raises(Misused, match="MILEPOST_MARKETPLACE_KEY"):
        plugged_in(Settings(marketplace_url=URL, marketplace_key=key), shop, clock)


@pytest.mark.parametrize("key", ["", "short"])
def test_the_reference_server_asks_for_a_key_that_nobody_guesses(tmp_path, key):
    with pytest.raises(Misused, match="MILEPOST_MARKETPLACE_KEY"):
        serve_marketplace_api(Settings(home=tmp_path, marketplace_key=key), host="127.0.0.1", port=1)


@pytest.mark.parametrize("url", ["market.example", "ftp://market.example", ""])
def test_an_address_that_is_none_is_refused_at_start(url):
    with pytest.raises(ValueError, match="marketplace_url"):
        Settings(marketplace_url=url)
