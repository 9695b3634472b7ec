"""The database: a task that is cut off anywhere in a transaction leaves nothing behind."""

import asyncio
import gc
import itertools
import sqlite3
import threading
import types
from functools import partial

import pytest
from sqlalchemy import Integer, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.completion import completed
from bot.db import Base, Database
from bot.sqlite import SqliteConnection
from tests.patience import PATIENCE_S

WAITS = 2  # at least: for a first statement, and to end


class Mark(Base):
    """A row to write, in a table that only these tests make."""

    __tablename__ = "mark_of_a_test"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


Base.metadata.remove(Mark.__table__)  # no other test shall make it


@pytest.fixture
async def database(database_url):
    """Closed by the test itself, and everything that was left open is complained of."""
    opened = Database(database_url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Mark.__table__.create)
    return opened


async def write(database, number, *, brief=False):
    async with database.transaction(brief=brief) as session:
        await session.execute(insert(Mark).values(id=2 * number))
        await session.execute(insert(Mark).values(id=2 * number + 1))


async def read(database, _number=0):
    async with database.reading() as session:
        await session.execute(select(Mark.id))
        return await session.scalar(select(func.count()).select_from(Mark))


@types.coroutine
def cut_at(work, number):
    """Await `work`, and cancel the task where it waits for the `number`th time."""
    waits = work.__await__()
    step = partial(next, waits)
    for waited in itertools.count():
        try:
            awaited = step()
        except StopIteration as done:
            return done.value
        if waited == number:
            asyncio.current_task().cancel()
        try:
            yield awaited
            step = partial(next, waits)
        except BaseException as error:  # noqa: BLE001 - handed on
            step = partial(waits.throw, error)


async def is_cut(work, number):
    async def alone():
        await cut_at(work, number)

    try:
        await asyncio.create_task(alone())
    except asyncio.CancelledError:
        return True
    return False


async def write_briefly(database, number):
    await write(database, number, brief=True)


@pytest.mark.parametrize("work", [read, write, write_briefly])
@pytest.mark.parametrize("warm", [True, False], ids=["and_goes_on", "and_shut_down"])
async def test_a_transaction_that_is_cut_anywhere_is_whole_or_not_there(database, work, warm):
    number = 0
    while await is_cut(work(database, 2 * number), number):
        if not warm:
            await database.close()  # opens anew when it is asked for
        await asyncio.wait_for(write(database, 2 * number + 1), PATIENCE_S)  # no lock was left
        number += 1
    assert number >= WAITS
    async with database.reading() as session:
        found = set(await session.scalars(select(Mark.id)))
    assert {row ^ 1 for row in found} == found
    await database.close()
    gc.collect()


async def test_a_transaction_that_is_cut_while_it_waits_for_the_lock_leaves_no_connection(database):
    async with database.transaction() as session:
        await session.execute(insert(Mark).values(id=1))
        waiting = asyncio.create_task(write(database, 0))
        await asyncio.sleep(0.05)
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await read(database) == 1
    await database.close()
    gc.collect()


async def test_a_brief_transaction_that_fails_leaves_nothing(database):
    async def fail():
        async with database.transaction(brief=True) as session:
            await session.execute(insert(Mark).values(id=1))
            await session.execute(insert(Mark).values(id=2))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await read(database) == 0
    await database.close()
    gc.collect()


async def test_a_transaction_without_a_statement_takes_no_lock(database):
    async with database.transaction(brief=True):
        await asyncio.wait_for(write(database, 0), PATIENCE_S)
    assert await read(database) == 2
    await database.close()
    gc.collect()


async def test_closing_waits_for_open_transactions(database):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        async with database.transaction() as session:
            begun.set()
            await go_on.wait()
            await session.execute(insert(Mark).values(id=1))

    slow = asyncio.create_task(slow())
    await begun.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    assert not closing.done()
    go_on.set()
    await asyncio.gather(slow, closing)
    gc.collect()


async def test_completed_work_is_seen_through_and_the_cancellation_comes_after_it():
    go_on, done = asyncio.Event(), []

    async def work():
        await go_on.wait()
        done.append(True)

    task = asyncio.create_task(completed(work()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done


def test_a_database_that_cannot_be_opened_leaves_no_thread_that_answers_a_loop_which_is_gone(monkeypatch):
    died = []
    monkeypatch.setattr(threading, "excepthook", died.append)

    def cannot():
        raise sqlite3.OperationalError("unable to open database file")

    async def opened():
        with pytest.raises(sqlite3.OperationalError):
            await SqliteConnection(cannot)

    for _ in range(50):  # one of them is enough to see it most times
        asyncio.run(opened())
    assert died == []
