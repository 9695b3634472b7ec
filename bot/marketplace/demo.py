"""The demo marketplace: fixed accounts and contracts, made by the marketplace's own moves.

Everything lies at a fixed distance from the moment at which it is made, so deadlines are always near.
"""

import importlib
import pkgutil
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

import bot.marketplace
from bot.db import Base, Database
from bot.marketplace import agreements, bonuses, clocks, funding, membership, payouts, refunds, review
from bot.marketplace.account import Account, BillingMethod, PastDue, SetBy
from bot.marketplace.deadlines import SECURITY_TIME
from bot.marketplace.incident import Incident
from bot.marketplace.money import Money
from bot.marketplace.port import Role, Standing

STATUS_URL = "https://status.example.com/"

CLIENTS = {
    "client-demo": "Client Demo",
    "pastdue-demo": "Past Due Demo",
    "newclient-demo": "New Client Demo",
    "studio-demo": "Studio Demo",  # the other party of suspended-demo's contract
}
FREELANCERS = {
    "freelancer-demo": "Freelancer Demo",
    "suspended-demo": "Suspended Demo",
    "blocked-demo": "Blocked Demo",
    "inactive-demo": "Inactive Demo",
    "private-demo": "Private Demo",
    "maker-demo": "Maker Demo",  # the other party of pastdue-demo's contract
}


async def ensure(database: Database, *, now: datetime) -> None:
    """Make the demo marketplace where there is no account yet; otherwise change nothing."""
    async with database.transaction() as session:
        if await session.scalar(select(Account.id).limit(1)) is None:
            await _make(session, now=now)


async def reset(database: Database, *, now: datetime) -> None:
    """Throw away every record of the marketplace and make the demo marketplace afresh."""
    async with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in _tables():
                await session.execute(delete(table))
        await _make(session, now=now)


async def set_incident(database: Database, *, on: bool, now: datetime) -> None:
    """Open the demo incident, or resolve it. Twice the same changes nothing."""
    async with database.transaction() as session:
        running = (await session.scalars(select(Incident).where(Incident.resolved_at.is_(None)))).all()
        if on and not running:
            session.add(Incident(title="Payments delayed", impact="degraded", url=STATUS_URL, started_at=now))
        if not on:
            for incident in running:
                incident.resolved_at = now


def _tables() -> set[str]:
    # A module that nobody has asked for yet has tables all the same, and they refer to ours.
    for module in pkgutil.walk_packages(bot.marketplace.__path__, "bot.marketplace."):
        importlib.import_module(module.name)
    return {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("bot.marketplace.")
    }


async def _make(session: AsyncSession, *, now: datetime) -> None:
    await _accounts(session, now=now)
    await _brand_identity(session, now=now)
    await _landing_page_copy(session, now=now)
    await _explainer_video(session, now=now)
    await _icon_set(session, now=now)
    await _suspended(session, now=now)
    await _past_due(session, now=now)
    await _standings(session, now=now)
    # Whoever opens the demo is not greeted by reminders of what happened before it was made.
    await clocks.count_as_nudged(session, until=now)


async def _accounts(session: AsyncSession, *, now: datetime) -> None:
    years_ago = now - timedelta(days=3 * 365)
    hundred_days_ago = now - timedelta(days=100)  # has never earned: hidden 90 days later
    for role, names in ((Role.CLIENT, CLIENTS), (Role.FREELANCER, FREELANCERS)):
        for account, name in names.items():
            await membership.open_account(
                session,
                account=account,
                name=name,
                email=f"{account}@example.com",
                role=role,
                at=hundred_days_ago if account == "private-demo" else years_ago,
            )
    session.add_all(
        [
            BillingMethod(account_id="client-demo", label="Visa ending 4242", primary=True),
            BillingMethod(account_id="client-demo", label="PayPal", primary=False),
            BillingMethod(account_id="pastdue-demo", label="Visa ending 0002", primary=True),
            BillingMethod(account_id="studio-demo", label="Visa ending 4444", primary=True),
        ]
    )


async def _brand_identity(session: AsyncSession, *, now: datetime) -> None:
    contract, client, freelancer = "C-1001", "client-demo", "freelancer-demo"
    await _hire(
        session,
        contract,
        "Brand identity",
        client,
        freelancer,
        milestones=(
            ("Logo concepts", Money(400_00)),
            ("Final logo files", Money(600_00)),
            ("Brand guide", Money(500_00)),
        ),
        at=now - timedelta(days=32),
    )
    released_at = now - timedelta(days=20)
    await review.submit(
        session,
        contract=contract,
        number=1,
        note="Three concepts, as agreed.",
        by=freelancer,
        at=now - timedelta(days=23),
    )
    await review.approve(session, contract=contract, number=1, by=client, at=released_at)
    await payouts.make_available(session, contract=contract, number=1, at=released_at + SECURITY_TIME)
    await funding.fund(session, contract=contract, number=2, by=client, at=now - timedelta(days=18))
    await review.submit(
        session,
        contract=contract,
        number=2,
        note="All final files, in colour and in black and white.",
        by=freelancer,
        at=now - timedelta(days=9),
    )


async def _landing_page_copy(session: AsyncSession, *, now: datetime) -> None:
    await _hire(
        session,
        "C-1002",
        "Landing page copy",
        "client-demo",
        "freelancer-demo",
        milestones=(("Draft copy", Money(250_00)),),
        at=now - timedelta(days=4),
    )


async def _explainer_video(session: AsyncSession, *, now: datetime) -> None:
    await _hire(
        session,
        "C-1003",
        "Explainer video",
        "client-demo",
        "freelancer-demo",
        milestones=(("Storyboard", Money(300_00)),),
        at=now - timedelta(days=12),
    )
    await refunds.request_refund(session, contract="C-1003", by="client-demo", at=now - timedelta(days=2))


async def _icon_set(session: AsyncSession, *, now: datetime) -> None:
    contract, client, freelancer = "C-1004", "client-demo", "freelancer-demo"
    released_at = now - timedelta(days=30)
    await _hire(
        session,
        contract,
        "Icon set",
        client,
        freelancer,
        milestones=(("Icons", Money(150_00)),),
        at=now - timedelta(days=51),
    )
    await review.submit(
        session,
        contract=contract,
        number=1,
        note="Forty icons in two sizes.",
        by=freelancer,
        at=released_at - timedelta(days=14),
    )
    await review.auto_release(session, contract=contract, number=1, at=released_at)
    await agreements.end(session, contract=contract, by=client, at=released_at)
    await payouts.make_available(session, contract=contract, number=1, at=released_at + SECURITY_TIME)
    await bonuses.request_bonus(session, contract=contract, amount=Money(50_00), by=client, at=now - timedelta(hours=3))


async def _suspended(session: AsyncSession, *, now: datetime) -> None:
    contract, client, freelancer = "C-2001", "studio-demo", "suspended-demo"
    await _hire(
        session,
        contract,
        "Booking app",
        client,
        freelancer,
        milestones=(("Clickable prototype", Money(320_00)), ("Calendar screen", Money(450_00))),
        at=now - timedelta(days=15),
    )
    await review.submit(
        session,
        contract=contract,
        number=1,
        note="The prototype, ready to click through.",
        by=freelancer,
        at=now - timedelta(days=5),
    )
    await review.approve(session, contract=contract, number=1, by=client, at=now - timedelta(days=3))
    await funding.fund(session, contract=contract, number=2, by=client, at=now - timedelta(days=3))
    await membership.suspend(
        session,
        account=freelancer,
        to=Standing.ON_HOLD,
        reason="identity check",
        lifted_by=membership.VIDEO_VERIFICATION,
        due_at=now + timedelta(days=5),
        appealable=True,
        at=now - timedelta(days=2),
    )


async def _past_due(session: AsyncSession, *, now: datetime) -> None:
    since = now - timedelta(days=3)
    await _hire(
        session,
        "C-2002",
        "Product photos",
        "pastdue-demo",
        "maker-demo",
        milestones=(("Retouched photos", Money(240_00)),),
        at=now - timedelta(days=10),
    )
    session.add(PastDue(account_id="pastdue-demo", amount_minor=120_00, currency="USD", since=since))
    await agreements.pause(session, contract="C-2002", because_of="pastdue-demo", reason="past-due balance", at=since)


async def _standings(session: AsyncSession, *, now: datetime) -> None:
    await membership.suspend(
        session,
        account="blocked-demo",
        to=Standing.BLOCKED,
        reason="breach of the terms of service",
        lifted_by=None,
        due_at=None,
        appealable=False,
        at=now - timedelta(days=40),
    )
    gone_quiet_at = now - timedelta(days=90)
    await membership.deactivate(session, account="inactive-demo", at=gone_quiet_at)
    await membership.hide_profile(session, account="inactive-demo", set_by=SetBy.SYSTEM, at=gone_quiet_at)
    await membership.hide_profile(session, account="private-demo", set_by=SetBy.SYSTEM, at=now - timedelta(days=10))


async def _hire(
    session: AsyncSession,
    contract: str,
    title: str,
    client: str,
    freelancer: str,
    *,
    milestones: tuple[tuple[str, Money], ...],
    at: datetime,
) -> None:
    await agreements.offer(
        session, contract=contract, title=title, client=client, freelancer=freelancer, milestones=milestones, at=at
    )
    await agreements.accept(session, contract=contract, by=freelancer, at=at)
