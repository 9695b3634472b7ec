"""Which marketplace is plugged in: our own tables, or a marketplace's own system behind its API."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.cli.refusal import Misused
from bot.clock import Clock
from bot.db import Database
from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.commands import HttpCommands
from bot.remote.line import Line
from bot.remote.marketplace import HttpMarketplace
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """The two ports, commands only where money may be moved in the chat, and how to let go of them."""

    marketplace: Marketplace
    commands: Commands | None
    close: Callable[[], Awaitable[None]]


def plugged_in(settings: Settings, database: Database, clock: Clock) -> PluggedIn:
    """Build the ports that the settings name. Raises Misused where the API's key is missing."""
    in_chat = settings.money == "chat"
    if settings.marketplace_url is None:
        commands = SqlCommands(database, clock) if in_chat else None
        return PluggedIn(SqlMarketplace(database, clock), commands, database.close)
    line = Line(str(settings.marketplace_url), api_key(settings))

    async def close() -> None:
        await line.disconnect()
        await database.close()

    return PluggedIn(HttpMarketplace(line), HttpCommands(line, database) if in_chat else None, close)


def api_key(settings: Settings) -> str:
    """Return the key of the marketplace's API. Raises Misused if there is none."""
    key = settings.marketplace_key.get_secret_value()
    if not key or not key.isascii() or not key.isprintable():
        raise Misused("MILEPOST_MARKETPLACE_KEY must be set, in ASCII: the marketplace's API asks for it.")
    return key
