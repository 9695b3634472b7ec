"""How money and moments are written in a sentence, for the reader's locale and zone.

The words decide which form is used, by the format spec: `{due}` is a moment in full, `{due:span}` how
far away it is, `{due:day}` its day, `{due:wall}` what a clock on the wall shows: Monday 6:00.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, get_currency_precision

from bot.marketplace.money import Money

#: The languages that bot/intents is written in. Numbers and dates of another would not fit the words.
WRITTEN = frozenset({"en"})

#: The unit that a span is told in, by how long it is at least.
SPANS: tuple[tuple[Literal["day", "hour", "minute"], timedelta], ...] = (
    ("day", timedelta(hours=36)),
    ("hour", timedelta(minutes=90)),
    ("minute", timedelta(0)),
)

MOMENT, DAY, TIME, WALL = "EEE d MMM y, HH:mm", "EEE d MMM y", "HH:mm", "EEEE H:mm"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a sentence: 1,150.00 USD."""

    money: Money
    locale: Locale

    def __str__(self) -> str:
        """Write it with its currency's own number of decimals."""
        digits = get_currency_precision(self.money.currency)
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return f"{format_decimal(self.money.minor / 10**digits, pattern, self.locale)} {self.money.currency}"

    def __format__(self, spec: str) -> str:
        """Write it; there is one form only."""
        return format(str(self), spec)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in a sentence: the reader's own time, and UTC beside it."""

    at: datetime
    now: datetime
    zone: ZoneInfo
    locale: Locale

    def __str__(self) -> str:
        """Write it in full: Fri 27 Nov 2026, 14:00 (22:00 UTC)."""
        local, universal = self.at.astimezone(self.zone), self.at.astimezone(UTC)
        if local.utcoffset() == universal.utcoffset():
            return f"{self._write(MOMENT, universal)} UTC"
        beside = TIME if local.date() == universal.date() else MOMENT
        return f"{self._write(MOMENT, local)} ({self._write(beside, universal)} UTC)"

    def __format__(self, spec: str) -> str:
        """Write it as the spec says: empty for in full, `span`, `day`, or `wall` for weekday and time."""
        match spec:
            case "":
                return str(self)
            case "span":
                return self._span()
            case "day":
                return self._write(DAY, self.at.astimezone(self.zone))
            case "wall":
                return self._write(WALL, self.at.astimezone(self.zone))
        msg = f"a moment has no form {spec!r}"
        raise ValueError(msg)

    def _span(self) -> str:
        away = self.at - self.now
        unit = next(unit for unit, least in SPANS if abs(away) >= least)
        # No amount of a greater unit is ever enough: "in 13 days" is a deadline, "in 2 weeks" is not.
        return format_timedelta(away, unit, threshold=math.inf, add_direction=True, locale=self.locale)

    def _write(self, pattern: str, at: datetime) -> str:
        return format_datetime(at, pattern, tzinfo=at.tzinfo, locale=self.locale)


class Reader(Protocol):
    """Whom a sentence is written for, and when. Whoever asks is one."""

    @property
    def now(self) -> datetime:
        """When it is read."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """Where it is read."""
        ...

    @property
    def locale(self) -> str:
        """How figures are written there."""
        ...


def elsewhere(reader: Reader, at: datetime, zone: ZoneInfo) -> Moment:
    """Write a moment as the people of another zone read it off their clock."""
    return Moment(at, reader.now, zone, _locale(reader.locale))


def phrased(reader: Reader, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values as a sentence writes them for its reader."""
    locale = _locale(reader.locale)

    def phrase(value: object) -> object:
        match value:
            case Money():
                return Amount(value, locale)
            case datetime():
                return Moment(value, reader.now, reader.zone, locale)
            case date():
                return format_date(value, DAY, locale)
        return value

    return {name: phrase(value) for name, value in values.items()}


def _locale(name: str) -> Locale:
    try:
        locale = Locale.parse(name, sep="-" if "-" in name else "_")
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale("en")
    return locale if locale.language in WRITTEN else Locale("en")
