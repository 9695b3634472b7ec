"""Video verification as the settings describe it."""

from bot.cli.parts import Shared
from bot.gateway.call.booth import CallParts
from bot.settings import Settings, listed
from bot.verification.relay import Relay


def call_parts(settings: Settings, shared: Shared) -> CallParts | None:
    """Describe the calls; None for a marketplace with a system of its own, whose standings are not ours to change."""
    if settings.marketplace_url is not None:
        return None
    return CallParts(timetable=shared.timetable, relay=relay(settings))


def relay(settings: Settings) -> Relay:
    """Describe where browsers find each other."""
    return Relay(
        stun=listed(settings.stun_urls),
        turn=listed(settings.turn_urls),
        secret=settings.turn_secret.get_secret_value(),
    )
