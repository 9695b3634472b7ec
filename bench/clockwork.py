"""What catching up costs: many milestones whose review time ended while no worker ran."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.figures import Figures, p95
from bot.db import Base, Database
from bot.marketplace import clockwork, membership, places
from bot.marketplace.account import Account
from bot.marketplace.clocks import ClockKind, RunningClock
from bot.marketplace.contract import Contract, Milestone, Submission
from bot.marketplace.deadlines import available_at, review_due
from bot.marketplace.ledger import LedgerAccount, Transfer
from bot.marketplace.port import ContractStatus, MilestoneStatus, Role
from bot.marketplace.posting import Posting
from bot.settings import ROOT

DUE = 10_000
AMOUNT = 100_00
CLIENT, FREELANCER = "ada", "bob"
SUBMITTED_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
INSERTED_AT_ONCE = 1_000
BETWEEN_WRITES_S = 0.1


async def measure(figures: Figures) -> None:
    """Measure a worker that comes back to DUE milestones, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as scratch:
        database = Database(await asyncio.to_thread(migrated, Path(scratch) / "clockwork.db"))
        try:
            await fill(database)
            now = review_due(SUBMITTED_AT) + timedelta(days=1)
            over = asyncio.Event()
            writing = asyncio.create_task(write_meanwhile(database, over))
            started = time.perf_counter()
            done = 0
            while settled := await clockwork.settle_due(database, now):
                done += settled
            taken = time.perf_counter() - started
            over.set()
            waits = await writing
            released = await paid(database)
        finally:
            await database.close()
    if (done, released) != (DUE, DUE * AMOUNT):
        raise RuntimeError(f"{done} were settled, and {released} cents released: nothing to measure")
    figures.add(
        "clockwork", f"{DUE:,} due milestones", taken, unit="s", bar="≤ 60", note="SQLite, one worker, one client"
    )
    figures.add(
        "clockwork", "another writer's commit meanwhile, p95", p95(waits), unit="ms", note=f"{len(waits)} commits"
    )


def migrated(path: Path) -> str:
    """Make an empty database with all tables, and return its URL."""
    url = f"sqlite+aiosqlite:///{path}"
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")
    return url


async def fill(database: Database, count: int = DUE) -> None:
    """Write the rows of submitted milestones: quicker than by the moves, and the same."""
    async with database.transaction() as session:
        for account, role in ((CLIENT, Role.CLIENT), (FREELANCER, Role.FREELANCER)):
            await membership.open_account(
                session, account=account, name=account, email=f"{account}@example.com", role=role, at=SUBMITTED_AT
            )
        for start in range(0, count, INSERTED_AT_ONCE):
            await _write(session, range(start + 1, min(start + INSERTED_AT_ONCE, count) + 1))


async def write_meanwhile(database: Database, over: asyncio.Event) -> list[float]:
    """Write a little again and again until it is over; return how long each took, in milliseconds."""
    taken: list[float] = []
    while not over.is_set():
        started = time.perf_counter()
        async with database.transaction() as session:
            await session.execute(update(Account).where(Account.id == CLIENT).values(name=CLIENT))
        taken.append((time.perf_counter() - started) * 1_000)
        await asyncio.sleep(BETWEEN_WRITES_S)
    return taken


async def paid(database: Database) -> int:
    """Add up what was released, in cents."""
    async with database.reading() as session:
        found = select(func.sum(Transfer.amount_minor)).where(Transfer.target == places.pending(FREELANCER))
        return int(await session.scalar(found) or 0)


async def _write(session: AsyncSession, numbers: range) -> None:
    due = {number: review_due(SUBMITTED_AT) + timedelta(seconds=number) for number in numbers}
    rows: list[tuple[type[Base], list[dict[str, Any]]]] = [
        (LedgerAccount, [{"place": places.escrow(f"K-{number}")} for number in numbers]),
        (
            Contract,
            [
                {
                    "id": f"K-{number}",
                    "title": "A work",
                    "client_id": CLIENT,
                    "freelancer_id": FREELANCER,
                    "status": ContractStatus.ACTIVE,
                    "offered_at": SUBMITTED_AT,
                    "expires_at": available_at(SUBMITTED_AT),
                    "accepted_at": SUBMITTED_AT,
                }
                for number in numbers
            ],
        ),
        (
            Milestone,
            [
                {
                    "id": number,
                    "contract_id": f"K-{number}",
                    "number": 1,
                    "title": "A part",
                    "amount_minor": AMOUNT,
                    "currency": "USD",
                    "status": MilestoneStatus.SUBMITTED,
                    "funded_at": SUBMITTED_AT,
                    "review_due_at": due[number],
                    "version": 1,
                }
                for number in numbers
            ],
        ),
        (Submission, [{"milestone_id": number, "at": SUBMITTED_AT, "note": "Done."} for number in numbers]),
        (Transfer, [leg for number in numbers for leg in _deposit(number)]),
        (
            RunningClock,
            [
                {
                    "key": f"K-{number}/review/",
                    "kind": ClockKind.REVIEW,
                    "contract_id": f"K-{number}",
                    "milestone": 1,
                    "about": "",
                    "account_id": CLIENT,
                    "started_at": SUBMITTED_AT,
                    "due_at": due[number],
                    "attempts": 0,
                }
                for number in numbers
            ],
        ),
    ]
    for table, values in rows:
        await session.execute(insert(table), values)


def _deposit(number: int) -> list[dict[str, Any]]:
    along = (places.billing(CLIENT), places.client(CLIENT), places.escrow(f"K-{number}"))
    return [
        {
            "cause": f"K-{number}/1/{Posting.DEPOSIT}/{leg}",
            "source": source,
            "target": target,
            "amount_minor": AMOUNT,
            "currency": "USD",
            "posting": Posting.DEPOSIT,
            "at": SUBMITTED_AT,
            "contract_id": f"K-{number}",
            "milestone": 1,
        }
        for leg, (source, target) in enumerate(pairwise(along), start=1)
    ]
