"""A gateway with a postman: into the demo mailbox, or to a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot.gateway.mailroom.sending import Sending
from bot.mail import demo_mailbox
from bot.mail.demo_mailbox import Delivered, DemoMailbox
from bot.mail.leases import Bounds
from bot.mail.letters.envelope import Sender
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence
from bot.mail.threads import ReplyTokens
from tests.journeys.conftest import PATIENT
from tests.patience import PATIENCE_S

DOMAIN = "mail.example"
QUICK_MAIL = replace(PATIENT, mail=0.02, nudges=0.02)


@pytest.fixture
def tokens() -> ReplyTokens:
    return ReplyTokens(DOMAIN, {0: "a secret of the mail journeys"})


@pytest.fixture
def correspondence(tokens) -> Correspondence:
    return Correspondence(
        writer=Writer(Branding("Milepost Market", "#0d6253", "https://market.example/")),
        sender=Sender("Milepost Market", f"support@{DOMAIN}", DOMAIN),
        tokens=tokens,
    )


@pytest.fixture
def sending(database, clock, correspondence) -> Sending:
    return Sending(
        carrier=DemoMailbox(database, clock),
        correspondence=correspondence,
        bounds=Bounds(together=timedelta(minutes=2)),
    )


@pytest.fixture
async def gateway(start, sending):
    return await start(sending=sending, demo=True, timings=QUICK_MAIL)


@pytest.fixture
def mailed(database) -> Callable[[int], Awaitable[list[Delivered]]]:
    """Wait until so many mails are in the demo mailbox; oldest first."""

    async def number(wanted: int) -> list[Delivered]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with database.reading() as session:
                    found = await demo_mailbox.mails(session)
                if len(found) >= wanted:
                    return list(found)[::-1]
                await asyncio.sleep(0.02)

    return number


@pytest.fixture
async def get(gateway) -> AsyncIterator[Callable[..., Awaitable[tuple[int, aiohttp.typedefs.LooseHeaders, str]]]]:
    """Ask the gateway for a page."""
    async with aiohttp.ClientSession() as session:

        async def asked(path: str, **headers: str):
            async with session.get(gateway.url + path, headers=headers) as answer:
                return answer.status, answer.headers, await answer.text()

        yield asked
