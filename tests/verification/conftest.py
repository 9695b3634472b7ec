"""People whose records ask for a call, and the clock that their calls go by."""

import pytest

from bot.marketplace import membership
from bot.marketplace.port import Role, Standing
from bot.verification import visits
from bot.verification.preflight import Check, Outcome

PASSED = dict.fromkeys(Check, Outcome.PASSED)


class People:
    """Accounts on hold for a video verification, on a real database."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock

    async def open(self, *accounts):
        async with self.database.transaction() as session:
            for account in accounts:
                await membership.open_account(
                    session,
                    account=account,
                    name=account.title(),
                    email=f"{account}@example.com",
                    role=Role.FREELANCER,
                    at=self.clock.now(),
                )
                await membership.suspend(
                    session,
                    account=account,
                    to=Standing.ON_HOLD,
                    reason="identity check",
                    lifted_by=membership.VIDEO_VERIFICATION,
                    due_at=None,
                    appealable=True,
                    at=self.clock.now(),
                )

    async def does(self, deed, **given):
        async with self.database.transaction() as session:
            return await deed(session, now=self.clock.now(), **given)

    async def queue(self, account):
        await self.does(visits.check, account=account, checks=PASSED)
        return await self.does(visits.join, account=account)


@pytest.fixture
def people(database, clock):
    return People(database, clock)
