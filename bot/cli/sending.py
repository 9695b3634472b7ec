"""Sending mail as the settings describe it: `milepost postman`, and the gateway's own postman."""

import asyncio
import signal
from datetime import timedelta

import uvloop

from bot import logs
from bot.cli.mail import reply_tokens
from bot.cli.refusal import Misused
from bot.cli.timetable import timetable
from bot.clock import Clock, WallClock
from bot.db import Database
from bot.gateway.mailroom.sending import Sending
from bot.gateway.mailroom.undelivered import Undelivered
from bot.gateway.stopping import Stop
from bot.gateway.timings import Timings
from bot.mail.carrier import Carrier
from bot.mail.demo_mailbox import DemoMailbox
from bot.mail.leases import Bounds
from bot.mail.letters.envelope import Sender
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence
from bot.mail.smtp import SmtpCarrier, SmtpServer
from bot.settings import Settings

SUPPORT = "support"  # of the mail domain, where no sender is named


def branding(settings: Settings) -> Branding:
    """Whose letters they are."""
    site = settings.site_url or f"http://{settings.host}:{settings.port}/"
    logo = None if settings.brand_logo_url is None else str(settings.brand_logo_url)
    return Branding(settings.brand, settings.brand_colour, str(site), logo)


def sending(settings: Settings, database: Database, clock: Clock) -> Sending:
    """Make what sends our mail. Raises Misused."""
    address = settings.mail_from or f"{SUPPORT}@{settings.mail_domain}"
    return Sending(
        carrier=_carrier(settings, database, clock),
        correspondence=Correspondence(
            writer=Writer(branding(settings)),
            sender=Sender(settings.brand, address, settings.mail_domain),
            tokens=reply_tokens(settings),
        ),
        bounds=Bounds(
            together=timedelta(seconds=settings.mail_together_s),
            daily_cap=settings.mail_daily_cap,
            attempts=settings.mail_attempts,
        ),
    )


def send_letters(settings: Settings) -> None:
    """Send letters until a signal says stop. Raises Misused where nobody takes our mail."""
    uvloop.run(_send_letters(settings))


async def _send_letters(settings: Settings) -> None:
    database, clock, stop = Database(settings.database), WallClock(settings.clock), Stop()
    made = sending(settings, database, clock)
    if made.carrier is None:
        raise Misused("MILEPOST_SMTP_URL is not set, and only the demo has a mailbox of its own.")
    logs.configure(settings.log_level.upper())
    undelivered = Undelivered(timetable(settings)).tell
    postman = made.postman(database, clock, every_s=Timings().mail, undelivered=undelivered)
    assert postman is not None  # noqa: S101 - there is a carrier
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.tell)
    try:
        await postman.run(stop)
    finally:
        await database.close()


def _carrier(settings: Settings, database: Database, clock: Clock) -> Carrier | None:
    if settings.smtp_url is None:
        return DemoMailbox(database, clock) if settings.demo else None
    try:
        server = SmtpServer.of(settings.smtp_url.get_secret_value())
    except ValueError as wrong:
        raise Misused(f"MILEPOST_SMTP_URL: {wrong}.") from None
    try:
        return SmtpCarrier(server, name=settings.mail_domain, ca=settings.smtp_ca)
    except OSError as wrong:
        raise Misused(f"MILEPOST_SMTP_CA cannot be used: {wrong}") from wrong
