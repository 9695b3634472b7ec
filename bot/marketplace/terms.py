"""What a marketplace may set of its own: waits that the sources disagree on, the daily run, nudges and fees."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.marketplace.money import Money
from bot.marketplace.port import NOTHING
from bot.settings import Settings

WHOLE = 10_000  # basis points
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms in force. The defaults are those that facts.md suggests."""

    offer_time: timedelta = 7 * DAY  # facts.md §1.3, OFFERED
    bonus_run_hour: int = 0  # of the day in UTC; no run time is published anywhere
    dispute_answer_days: int = 5  # business days (facts.md §5, conflict 1)
    proposal_time: timedelta = 2 * DAY  # facts.md §1.6, conflict 2
    proposal_answer_time: timedelta = 2 * DAY  # facts.md §1.6, conflict 2
    arbitration_time: timedelta = 7 * DAY  # facts.md §1.6
    nudges: tuple[timedelta, ...] = (5 * DAY, 2 * DAY, DAY)  # before the end, the longest first
    initiation_fee: Money = NOTHING  # once a contract, with its first deposit (P2, P10)
    client_fee: int = 0  # of a deposit or a bonus, in basis points (P2)
    service_fee: int = 0  # of what a freelancer earns, in basis points (P4)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read the terms from the settings."""
        return cls(
            offer_time=settings.offer_days * DAY,
            bonus_run_hour=settings.bonus_run_hour,
            dispute_answer_days=settings.dispute_answer_days,
            proposal_time=settings.proposal_days * DAY,
            proposal_answer_time=settings.proposal_answer_days * DAY,
            arbitration_time=settings.arbitration_days * DAY,
            nudges=tuple(days * DAY for days in settings.nudges),
            initiation_fee=Money(settings.initiation_fee_minor),
            client_fee=settings.client_fee_basis_points,
            service_fee=settings.service_fee_basis_points,
        )

    def agree(self, database: Database) -> None:
        """Put these terms in force for every transaction of a database."""
        database.know(terms=self)


STANDARD = Terms()


def terms_of(session: AsyncSession) -> Terms:
    """Return the terms in force in this transaction."""
    terms = session.info.get("terms", STANDARD)
    assert isinstance(terms, Terms)  # noqa: S101 - a bug, not a refusal
    return terms


def share(amount: Money, basis_points: int) -> Money:
    """Return a share of an amount, half a minor unit rounded up."""
    return Money((amount.minor * basis_points + WHOLE // 2) // WHOLE, amount.currency)
