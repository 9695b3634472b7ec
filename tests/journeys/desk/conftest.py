"""A desk that is open, with people who really sign in, and a scripted assistant that calls them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.actions.notices import NoticeWords
from bot.actions.words import Words, entries
from bot.assistant import Utterance
from bot.db import Database
from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.staff import demo, passwords
from bot.desk.timetable import Timetable
from bot.gateway.desk.office import DeskParts
from bot.marketplace.demo import ensure as make_marketplace
from bot.marketplace.job_posts import SqlJobPosts
from bot.settings import Settings
from tests.clock import SettableClock
from tests.journeys.browser import Browser
from tests.journeys.conftest import PATIENT, SECRET, Gateway
from tests.journeys.desk.console import Console
from tests.journeys.scripted import ScriptedAssistant

PACIFIC = ZoneInfo("America/Los_Angeles")
MONDAY_TEN = datetime(2026, 3, 2, 10, tzinfo=PACIFIC).astimezone(UTC)
PASSWORD = "the desk's password"
PERSON = "I want a person"
HELP = "help me with my job post"


@cache
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(MONDAY_TEN)


@pytest.fixture
def assistant() -> ScriptedAssistant:
    """Calls somebody when asked to; a specialist for design when it is about design."""
    return ScriptedAssistant(
        {
            PERSON: [Utterance("I am calling a person.", topic="talk_to_specialist", handoff={"reason": "asked"})],
            HELP: [
                Utterance(
                    "Somebody for design will help.",
                    topic="ask_specialist_help",
                    handoff={"reason": "asked", "category": demo.DESIGN},
                )
            ],
        }
    )


@pytest.fixture
def desk_parts(database: Database, clock: SettableClock) -> DeskParts:
    words = Words(entries(), **Settings().wording)
    return DeskParts(
        timetable=Timetable(Hours(PACIFIC, WEEKDAYS)),
        texts=NoticeWords(words, home=PACIFIC),
        secret=SECRET,
        job_posts=SqlJobPosts(database, clock),
    )


@pytest.fixture
async def staffed(database: Database, clock: SettableClock) -> None:
    await make_marketplace(database, now=clock.now())
    async with database.transaction() as session:
        await demo.ensure(session, password_hash=password_hash(), now=clock.now())


@pytest.fixture
async def start_desk(
    start: Callable[..., Awaitable[Gateway]], desk_parts: DeskParts, staffed: None
) -> Callable[..., Awaitable[Gateway]]:
    """Start a gateway with a desk; another call starts another one on the same database."""

    async def started(**others: object) -> Gateway:
        timings = replace(PATIENT, poll=0.05, routing=0.05, console_beat=0.1)
        return await start(desk=others.pop("desk", desk_parts), timings=timings, **others)

    return started


@pytest.fixture
async def gateway(start_desk: Callable[..., Awaitable[Gateway]]) -> Gateway:
    return await start_desk()


@pytest.fixture
async def console(gateway: Gateway) -> AsyncIterator[Callable[..., Awaitable[Console]]]:
    """Sign somebody of the desk in, ready for chats unless said otherwise."""
    async with AsyncExitStack() as stack:

        async def opened(handle: str, *, status: str | None = "online", at: Gateway = gateway) -> Console:
            desk = Console(at.url)
            stack.push_async_callback(desk.leave)
            assert (await desk.sign_in(handle, PASSWORD))[0] == 200
            await desk.connect()
            if status is not None:
                await desk.does("presence", status=status)
            return desk

        yield opened


@pytest.fixture
async def web(console: Callable[..., Awaitable[Console]]) -> Console:
    return await console("specialist-web")


@pytest.fixture
async def design(console: Callable[..., Awaitable[Console]]) -> Console:
    return await console("specialist-design")


@pytest.fixture
async def lead(console: Callable[..., Awaitable[Console]]) -> Console:
    return await console("lead-demo", status=None)


async def until_state(browser: Browser, fits: Callable[[dict], bool]) -> dict:
    """Wait until State fits, as the widget would show it now."""

    def found() -> list[dict]:
        states = [payload for name, payload in browser.told if name == "state"]
        states += [payload["state"] for name, payload in browser.told if name == "welcome"]
        return [state for state in states if fits(state)]

    return (await browser._until(found))[0]


async def until_said(browser: Browser, text: str) -> dict:
    """Wait until a message with these words stands in the thread."""

    def found() -> list[dict]:
        return [message for message in browser.thread if text in message["text"]]

    return (await browser._until(found))[-1]
