"""`milepost gateway`: builds the gateway from the settings and serves it."""

import asyncio
from datetime import timedelta

import uvloop

from bot.assistant import Rasa
from bot.cli.calls import call_parts
from bot.cli.database import prepare
from bot.cli.desk import desk_parts
from bot.cli.parts import Shared, shared_parts
from bot.cli.receiving import receiving
from bot.cli.refusal import Misused
from bot.cli.secret import signing_secret
from bot.cli.sending import sending
from bot.cli.serving import Listener, serve
from bot.clock import WallClock
from bot.gateway.actions_door import actions_app
from bot.gateway.app import Parts, gateway_app, tune_collector
from bot.gateway.origins import Addresses, Origins
from bot.gateway.signin import Tokens, Visitors, read_keys
from bot.marketplace.clockwork import run as run_clocks
from bot.settings import Settings
from bot.supervisor.place import require_port


def serve_gateway(settings: Settings, *, prepare_first: bool) -> None:
    """Serve browsers, and the actions webhook where it has a secret. Raises Misused, PortTaken."""
    require_port(settings.host, settings.port)
    if prepare_first:
        prepare(settings)
    uvloop.run(_serve(settings))


def gateway_parts(settings: Settings, shared: Shared, rasa: Rasa) -> Parts:
    """Build what the gateway is made of. Raises Misused."""
    secret = signing_secret(settings)
    try:
        keys = read_keys(settings.keys) if settings.keys else {}
        addresses = Addresses(settings.trusted_proxies.split(","))
    except (OSError, ValueError, KeyError) as wrong:
        raise Misused(f"MILEPOST_KEYS or MILEPOST_TRUSTED_PROXIES cannot be used: {wrong}") from wrong
    return Parts(
        database=shared.database,
        clock=shared.clock,
        assistant=rasa,
        marketplace=shared.marketplace,
        sentences=shared.words,
        commands=shared.commands,
        receipts=shared.receipts(),
        reminders=None if settings.marketplace_url else shared.reminders(),
        tokens=Tokens(secret, WallClock(), keys),  # tokens are about real time
        visitors=Visitors(secret),
        hours=shared.hours,
        desk=desk_parts(settings, shared, secret),
        calls=call_parts(settings, shared),
        receiving=receiving(settings),
        sending=sending(settings, shared.database, shared.clock),
        demo=settings.demo,
        idle=timedelta(days=settings.idle_days),
        origins=Origins(settings.origins.split(",")),
        addresses=addresses,
    )


async def _serve(settings: Settings) -> None:
    shared = shared_parts(settings)
    rasa = Rasa(settings.rasa_url, settings.rasa_secret.get_secret_value())
    app = gateway_app(gateway_parts(settings, shared, rasa))
    listeners = [Listener(app, settings.host, settings.port)]
    secret = settings.actions_secret.get_secret_value()
    if secret:
        listeners.append(Listener(actions_app(shared.actions(), secret), settings.actions_host, settings.actions_port))
    tune_collector()
    stop = asyncio.Event()
    # A marketplace with its own system runs its own clocks.
    clocks = [] if settings.marketplace_url else [asyncio.create_task(run_clocks(shared.database, shared.clock, stop))]
    try:
        await serve(listeners)
    finally:
        stop.set()
        await asyncio.gather(*clocks)
        await rasa.disconnect()
        await shared.close()
