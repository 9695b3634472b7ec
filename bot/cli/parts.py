"""The parts that gateway and actions are built from."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rasa_sdk import Action

from bot import logs
from bot.actions.catalogue import actions
from bot.actions.payments.receipts import ReceiptWords
from bot.actions.payments.reminders import ReminderWords
from bot.actions.words import Words, entries, translations
from bot.cli.marketplace import plugged_in
from bot.cli.refusal import Misused
from bot.cli.timetable import timetable
from bot.clock import Clock, WallClock
from bot.db import Database
from bot.desk.glance import SqlDesk
from bot.desk.hours import Hours
from bot.desk.timetable import Timetable
from bot.gateway.call.page import is_built
from bot.gateway.pages import STATIC
from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.terms import Terms
from bot.safety.domains import OwnDomains
from bot.safety.reports import SqlReports
from bot.safety.rulebook import Rulebook
from bot.safety.work import DEFAULT, WrongWorkRules, work_rules
from bot.settings import Settings
from bot.verification.glance import Calls, SqlCalls


@dataclass(frozen=True, slots=True)
class Shared:
    """What both need."""

    clock: Clock
    database: Database
    marketplace: Marketplace
    commands: Commands | None
    words: Words
    timetable: Timetable
    rules: Rulebook
    close: Callable[[], Awaitable[None]]

    @property
    def hours(self) -> Hours:
        """The desk's hours, where no category is meant."""
        return self.timetable.default

    def actions(self) -> tuple[Action, ...]:
        """Make the action of every topic."""
        return actions(
            marketplace=self.marketplace,
            commands=self.commands,
            words=self.words,
            clock=self.clock,
            hours=self.hours,
            rules=self.rules,
            reports=SqlReports(self.database),
            desk=SqlDesk(self.database, self.timetable),
            calls=self._calls(),
            # What is decided on our desk must be ours to change.
            takes_cases=isinstance(self.marketplace, SqlMarketplace),
        )

    def _calls(self) -> Calls | None:
        """Return where calls are read from, if they are held here: without their page none is offered."""
        if not (isinstance(self.marketplace, SqlMarketplace) and is_built(STATIC)):
            return None
        return SqlCalls(self.database, self.timetable)

    def receipts(self) -> ReceiptWords:
        """Say receipts in our words."""
        return ReceiptWords(self.words)

    def reminders(self) -> ReminderWords:
        """Say reminders in our words."""
        return ReminderWords(self.words, self.marketplace)


def shared_parts(settings: Settings, *, clock: Clock | None = None) -> Shared:
    """Build what both need, and start logging. The clock is the settings' one, unless it is handed in."""
    try:
        logs.configure(settings.log_level.upper())
    except (KeyError, ValueError) as unknown:
        raise Misused("MILEPOST_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.") from unknown
    clock = clock or WallClock(settings.clock)
    database = Database(settings.database)
    Terms.of(settings).agree(database)
    words = Words(entries(), translations(), **settings.wording)
    ports = plugged_in(settings, database, clock)
    return Shared(
        clock,
        database,
        ports.marketplace,
        ports.commands,
        words,
        timetable(settings),
        _rules(settings),
        close=ports.close,
    )


def _rules(settings: Settings) -> Rulebook:
    try:
        work = work_rules(settings.work_rules or DEFAULT)
    except (OSError, WrongWorkRules) as wrong:
        raise Misused(f"MILEPOST_WORK_RULES cannot be used: {wrong}") from wrong
    return Rulebook(OwnDomains(settings.brand, settings.pages), work)
