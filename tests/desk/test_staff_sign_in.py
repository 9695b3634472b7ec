"""Signing in at the desk: passwords, throttled attempts, and sessions that end."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.desk.staff import members, passwords, sessions, sign_in
from bot.desk.staff.session import SignInCount, StaffSession
from bot.desk.staff.sign_in import OF_A_HANDLE, OF_AN_ADDRESS, WINDOW, TooManyAttempts
from tests.desk.staffed import SECOND, Desk

PASSWORD = "correct horse battery"


def test_a_password_fits_its_own_hash_only():
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert passwords.fits(kept, PASSWORD)
    assert not passwords.fits(kept, PASSWORD + "!")
    assert not passwords.fits(None, PASSWORD)
    assert not passwords.fits(None, "x" * 10)  # nobody signs in with the stand-in's own
    assert not passwords.fits("no hash", PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * (passwords.PASSWORD_MAX + 1)])
def test_a_weak_password_is_refused(password):
    with pytest.raises(passwords.WeakPassword):
        passwords.hashed(password)


async def attempt(desk, handle="ann", address="192.0.2.1"):
    async with desk() as session:
        return await sign_in.attempt(session, handle=handle, address=address, now=desk.now)


async def test_an_attempt_returns_the_hash_to_compare_with(desk):
    await desk.hire("ann")
    await desk.hire("gone")
    async with desk() as session:
        await members.change(session, handle="gone", active=False)
    assert [await attempt(desk, handle) for handle in ("ann", "nobody", "gone")] == ["none", None, None]


async def test_a_handle_is_tried_a_few_times_and_then_waits(desk):
    await desk.hire("ann")
    for number in range(OF_A_HANDLE):
        await attempt(desk, " ANN" if number else "ann", f"192.0.2.{number}")
    desk.clock.forward(timedelta(minutes=5))
    with pytest.raises(TooManyAttempts) as refusal:
        await attempt(desk, address="192.0.2.99")
    assert refusal.value.details == {"retry_after_s": 600}
    desk.clock.forward(WINDOW - timedelta(minutes=5))
    assert await attempt(desk) == "none"


async def test_an_address_tries_many_handles_and_then_waits(desk):
    for number in range(OF_AN_ADDRESS):
        await attempt(desk, f"handle-{number}")
    with pytest.raises(TooManyAttempts):
        await attempt(desk, "another")
    assert await attempt(desk, "another", "198.51.100.1") is None


async def test_attempts_at_many_gateways_at_once_are_all_counted(desk, database_url):
    gateways = [Database(database_url) for _ in range(4)]
    came = await asyncio.gather(
        *(attempt(Desk(gateways[number % 4], desk.clock), address=f"192.0.2.{number}") for number in range(20)),
        return_exceptions=True,
    )
    await asyncio.gather(*(gateway.close() for gateway in gateways))
    assert sum(isinstance(each, TooManyAttempts) for each in came) == 20 - OF_A_HANDLE
    assert not [each for each in came if isinstance(each, Exception) and not isinstance(each, TooManyAttempts)]


async def test_what_is_counted_names_nobody(desk):
    await attempt(desk)
    async with desk() as session:
        kept = (await session.scalars(select(SignInCount.digest))).all()
    assert len(kept) == 2
    assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in kept)


async def signed_in(desk, handle="ann"):
    async with desk() as session:
        return await sessions.start(session, handle=handle, now=desk.now)


async def found(desk, token, **how):
    async with desk() as session:
        return await sessions.find(session, token=token, now=desk.now, **how)


async def test_a_session_is_found_by_its_token_and_kept_as_a_digest(desk):
    await desk.hire("ann")
    for _ in range(3):
        await attempt(desk)
    started = await signed_in(desk)
    who = await found(desk, started.token)
    assert (who.member.handle, who.csrf, who.expires_at) == ("ann", started.csrf, started.expires_at)
    assert sessions.csrf_fits(who, started.csrf)
    assert not sessions.csrf_fits(who, started.csrf + "x")
    assert not sessions.csrf_fits(who, "é")
    async with desk() as session:
        kept = (await session.scalars(select(StaffSession.token_digest))).one()
        assert [row.attempts for row in await session.scalars(select(SignInCount))] == [3]  # of the address
    assert started.token not in kept
    for token in ("", kept, started.token + "x"):
        assert await found(desk, token) is None


async def test_a_session_ends_when_nobody_uses_it_and_at_last_in_any_case(desk):
    await desk.hire("ann")
    idle, used = await signed_in(desk), await signed_in(desk)
    began = desk.now
    desk.clock.at = began + sessions.IDLE - SECOND
    assert (await found(desk, used.token)).expires_at == desk.now + sessions.IDLE
    desk.clock.forward(SECOND)
    assert await found(desk, idle.token) is None
    desk.clock.at = began + sessions.ABSOLUTE - 2 * SECOND
    assert (await found(desk, used.token)).expires_at == began + sessions.ABSOLUTE
    desk.clock.forward(2 * SECOND)
    assert await found(desk, used.token) is None


async def test_reading_a_session_does_not_lengthen_it(desk):
    await desk.hire("ann")
    started = await signed_in(desk)
    desk.clock.forward(sessions.IDLE - SECOND)
    assert await found(desk, started.token, touch=False) is not None
    desk.clock.forward(SECOND)
    assert await found(desk, started.token) is None


async def test_signing_out_ends_one_session_and_a_new_password_all_of_them(desk):
    await desk.hire("ann")
    first, second, third = [await signed_in(desk) for _ in range(3)]
    async with desk() as session:
        await sessions.end(session, token=first.token)
        await sessions.end(session, token=first.token)
    assert [await found(desk, each.token) is None for each in (first, second, third)] == [True, False, False]
    async with desk() as session:
        await members.set_password(session, handle="ann", password_hash="new")
    assert [await found(desk, each.token) for each in (second, third)] == [None, None]


async def test_who_leaves_the_staff_is_signed_out(desk):
    await desk.hire("ann")
    started = await signed_in(desk)
    async with desk() as session:
        await members.change(session, handle="ann", active=False)
    assert await found(desk, started.token) is None


async def test_sessions_that_are_over_are_swept_away(desk):
    await desk.hire("ann")
    await signed_in(desk)
    desk.clock.forward(sessions.IDLE)
    await signed_in(desk)
    async with desk() as session:
        assert len((await session.scalars(select(StaffSession))).all()) == 1
