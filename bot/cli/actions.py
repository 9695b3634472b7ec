"""`milepost actions`: the actions webhook in a process of its own."""

import uvloop

from bot.cli.parts import shared_parts
from bot.cli.refusal import Misused
from bot.cli.serving import Listener, serve
from bot.gateway.actions_door import actions_app
from bot.settings import Settings
from bot.supervisor.place import require_port


def serve_actions(settings: Settings) -> None:
    """Serve the webhook. Raises Misused without a secret, PortTaken."""
    secret = settings.actions_secret.get_secret_value()
    if not secret:
        raise Misused("MILEPOST_ACTIONS_SECRET must be set: Rasa proves with it who calls.")
    require_port(settings.actions_host, settings.actions_port)
    uvloop.run(_serve(settings, secret))


async def _serve(settings: Settings, secret: str) -> None:
    shared = shared_parts(settings)
    try:
        await serve([Listener(actions_app(shared.actions(), secret), settings.actions_host, settings.actions_port)])
    finally:
        await shared.close()
