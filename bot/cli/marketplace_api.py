"""`milepost marketplace-api`: the embedded marketplace behind the API that Milepost asks a marketplace for."""

import uvloop

from bot import logs
from bot.cli.database import prepare
from bot.cli.marketplace import api_key
from bot.cli.refusal import Misused
from bot.cli.serving import Listener, serve
from bot.clock import WallClock
from bot.db import Database
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.api import KEY_CHARS_MIN, marketplace_api
from bot.settings import Settings
from bot.supervisor.place import require_port


def serve_marketplace_api(settings: Settings, *, host: str, port: int) -> None:
    """Serve reads, and commands where money may be moved. Raises Misused without a good key, PortTaken."""
    key = api_key(settings)
    if len(key) < KEY_CHARS_MIN:
        raise Misused(f"MILEPOST_MARKETPLACE_KEY must have at least {KEY_CHARS_MIN} characters.")
    require_port(host, port)
    prepare(settings)
    uvloop.run(_serve(settings, key, host=host, port=port))


async def _serve(settings: Settings, key: str, *, host: str, port: int) -> None:
    logs.configure(settings.log_level.upper())
    clock, database = WallClock(settings.clock), Database(settings.database)
    commands = SqlCommands(database, clock) if settings.money == "chat" else None
    try:
        await serve([Listener(marketplace_api(SqlMarketplace(database, clock), key, commands=commands), host, port)])
    finally:
        await database.close()
