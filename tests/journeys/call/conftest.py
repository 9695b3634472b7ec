"""A desk whose verifiers take calls, people whose records ask for one, and the page that lets them in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import socketio

from bot.clock import Clock
from bot.desk.staff import members
from bot.desk.staff.roles import Role
from bot.gateway.call.booth import CallParts
from bot.gateway.call.page import FILE
from bot.gateway.desk.office import DeskParts
from bot.verification.preflight import Check
from bot.verification.relay import Relay
from tests.clock import SettableClock
from tests.journeys.call.caller import Caller
from tests.journeys.conftest import Gateway
from tests.journeys.desk.conftest import (  # noqa: F401 - fixtures
    PASSWORD,
    assistant,
    clock,
    desk_parts,
    gateway,
    password_hash,
    staffed,
    start_desk,
)
from tests.journeys.desk.console import Console
from tests.verification.conftest import People

WALL = datetime(2030, 1, 1, tzinfo=UTC)
PASSED = {check.value: "passed" for check in Check}
SECRET = "the relay's secret"


@pytest.fixture
def call_parts(desk_parts: DeskParts) -> CallParts:  # noqa: F811
    wall: Clock = SettableClock(WALL)
    relay = Relay(stun=["stun:relay.example"], turn=["turn:relay.example"], secret=SECRET)
    return CallParts(timetable=desk_parts.timetable, relay=relay, wall=wall, monotonic=lambda: 0.0)


@pytest.fixture
async def start_calls(
    start_desk: Callable[..., Awaitable[Gateway]],  # noqa: F811
    call_parts: CallParts,
    tmp_path: Path,
) -> Callable[..., Awaitable[Gateway]]:
    """Start a gateway that holds calls; another call starts another one on the same database."""
    (tmp_path / FILE).write_text("<title>Verification</title>")

    async def started(**others: object) -> Gateway:
        return await start_desk(calls=call_parts, **others)

    return started


@pytest.fixture
async def gateway(start_calls: Callable[..., Awaitable[Gateway]]) -> Gateway:  # noqa: F811
    return await start_calls()


@pytest.fixture
def people(database, clock, gateway) -> People:  # noqa: F811
    """More accounts whose records ask for a call."""
    return People(database, clock)


@pytest.fixture
async def page(gateway: Gateway, browse) -> AsyncIterator[Callable[..., Awaitable[Caller]]]:
    """Open the page as a person does: from the chat, with the ticket that it gets there."""
    async with AsyncExitStack() as stack:

        async def opened(account: str = "suspended-demo", **more: object) -> Caller:
            chat = await browse(token=gateway.token(account))
            answer = await chat.sends("call", {})
            assert answer["ok"], answer
            where, _, ticket = answer["result"]["url"].partition("#")
            assert where == "/verify"
            caller = Caller(gateway.url)
            stack.push_async_callback(caller.leave)
            await caller.connect(ticket=ticket, **more)
            caller.chat = chat
            return caller

        yield opened


@pytest.fixture
async def verifier(gateway: Gateway, database, clock) -> AsyncIterator[Callable[..., Awaitable[Caller]]]:  # noqa: F811
    """Sign a verifier in, and connect their console; one with a new handle is added first."""
    async with AsyncExitStack() as stack:

        async def opened(handle: str = "specialist-verify", *, at: Gateway = gateway, **more: object) -> Caller:
            async with database.transaction() as session:
                if await members.find(session, handle=handle) is None:
                    await members.add(
                        session, handle=handle, name=handle.title(), password_hash=password_hash(),
                        roles=[Role.VERIFIER], now=clock.now(),
                    )  # fmt: skip
            desk = Console(at.url)
            stack.push_async_callback(desk.leave)
            assert (await desk.sign_in(handle, PASSWORD))[0] == 200
            caller = Caller(at.url, desk.http)
            stack.push_async_callback(caller.leave)
            caller.csrf = desk.csrf
            await caller.connect(csrf=desk.csrf, **more)
            return caller

        yield opened


async def in_line(caller: Caller) -> None:
    await caller.does("preflight", results=PASSED)
    await caller.does("join")


async def in_call(person: Caller, verifier: Caller) -> str:
    """Bring both into a call, and return it."""
    await in_line(person)
    visit = (await verifier.does("next"))["visit"]
    await person.sees("ringing")
    await person.does("answer")
    await verifier.sees("in_call")
    return visit


async def refusal_of(caller: Caller, **auth: object) -> str:
    """Connect where it must be refused, and return the code."""
    with pytest.raises(socketio.exceptions.ConnectionError):
        await caller.connect(**auth)
    return caller.refusal["data"]["code"]
