"""A post office, and postmen who carry to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.mail import outbox
from bot.mail.carrier import Carrier
from bot.mail.letters.envelope import Sender
from bot.mail.letters.samples import SAMPLES
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence, Postman
from bot.mail.smtp import SmtpCarrier, SmtpServer
from bot.mail.threads import ReplyTokens
from tests.mail.post_office import PostOffice

DOMAIN = "mail.example"
ANNA = "anna@example.com"


@pytest.fixture
def tokens() -> ReplyTokens:
    return ReplyTokens(DOMAIN, {0: "a secret of the mail tests"})


@pytest.fixture
def writer() -> Writer:
    return Writer(Branding("Milepost Market", "#0d6253", "https://market.example/"))


@pytest.fixture
def correspondence(writer, tokens) -> Correspondence:
    return Correspondence(writer=writer, sender=Sender("Milepost Market", f"support@{DOMAIN}", DOMAIN), tokens=tokens)


@pytest.fixture
async def another_office() -> AsyncIterator[Callable[..., Awaitable[PostOffice]]]:
    """Open a post office; it closes with the test."""
    async with AsyncExitStack() as stack:

        async def opened(**how: Any) -> PostOffice:
            office = await PostOffice(**how).open()
            stack.push_async_callback(office.close)
            return office

        yield opened


@pytest.fixture
async def post_office(another_office: Callable[..., Awaitable[PostOffice]]) -> PostOffice:
    return await another_office()


@pytest.fixture
def carrier(post_office) -> Callable[..., Carrier]:
    """Make a carrier to the post office."""

    def made(scheme: str = "smtp", *, at: PostOffice = post_office, user: str = "", **how: Any) -> SmtpCarrier:
        return SmtpCarrier(SmtpServer.of(at.url(scheme, user)), name=DOMAIN, **{"timeout_s": 2.0, **how})

    return made


@pytest.fixture
def postman(database, clock, correspondence, carrier) -> Callable[..., Postman]:
    """Make a postman; each has a name and a connection of its own."""

    def made(**how: Any) -> Postman:
        given = {"carrier": carrier(), "jitter": lambda: 0.5, "every_s": 0.02, "rest_s": 0.02, **how}
        return Postman(database=database, clock=clock, correspondence=correspondence, **given)

    return made


@pytest.fixture
def owe(database, clock) -> Callable[..., Awaitable[str]]:
    """Owe a letter; returns its key."""

    async def owed(kind: str = "address_code", *, at: datetime | None = None, **how: Any) -> str:
        given = {
            "key": f"test/{uuid4()}",
            "kind": kind,
            "address": ANNA,
            "subject_data": SAMPLES.get(kind, [{}])[0],
            "at": at or clock.now(),
            **how,
        }
        async with database.transaction() as session:
            await outbox.put(session, **given)
        return given["key"]

    return owed


@pytest.fixture
def letter(database) -> Callable[[str], Awaitable[outbox.Letter]]:
    """Read a letter's row by its key."""

    async def read(key: str) -> outbox.Letter:
        async with database.reading() as session:
            return (await session.scalars(select(outbox.Letter).where(outbox.Letter.key == key))).one()

    return read
