"""The ways in for mail, as the settings describe them."""

from datetime import timedelta

from bot.cli.mail import reply_tokens
from bot.cli.refusal import Misused
from bot.gateway.mailroom.listener import Place
from bot.gateway.mailroom.mailbox import Box
from bot.gateway.mailroom.receiving import Receiving
from bot.mail.incoming.archive import Archive
from bot.settings import Settings


def receiving(settings: Settings) -> Receiving:
    """Read what mail is received with. Raises Misused."""
    return Receiving(
        tokens=reply_tokens(settings),
        archive=Archive.at(settings.home),
        server=settings.mail_server,
        place=_place(settings),
        box=_box(settings),
        key=settings.inbound_key.get_secret_value(),
        kept=timedelta(days=settings.mail_keep_days),
    )


def _place(settings: Settings) -> Place | None:
    try:
        return Place.of(settings.mail_listen) if settings.mail_listen else None
    except ValueError as wrong:
        raise Misused(f"MILEPOST_MAIL_LISTEN cannot be used: {wrong}.") from wrong


def _box(settings: Settings) -> Box | None:
    if settings.imap_url is None:
        return None
    try:
        return Box.of(settings.imap_url.get_secret_value())
    except ValueError as wrong:
        raise Misused(f"MILEPOST_IMAP_URL cannot be used: {wrong}.") from None
