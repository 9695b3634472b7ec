"""Figures: how moments and money are written in a letter, for the reader's language and zone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal, get_currency_precision

from bot.mail.letters.kinds import Money
from bot.mail.letters.words import SHARED, words

TIME = "HH:mm"


@dataclass(frozen=True, slots=True)
class Figures:
    """Writes for one reader. Where we do not know the zone, UTC stands alone."""

    locale: Locale
    zone: ZoneInfo
    day: str  # how a day is written, as CLDR's pattern

    @classmethod
    def of(cls, language: str, zone: str | None) -> "Figures":
        """Write in a language of ours, for a zone by its IANA name; an unknown one is UTC."""
        try:
            known = ZoneInfo(zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            known = ZoneInfo("UTC")
        return cls(Locale.parse(language), known, words(language)[SHARED]["day"])

    def moment(self, at: datetime) -> str:
        """Write a moment in full: Friday 6 March 2026, 14:00 (22:00 UTC)."""
        local, universal = at.astimezone(self.zone), at.astimezone(UTC)
        if local.utcoffset() == universal.utcoffset():
            return f"{self._written(f'{self.day}, {TIME}', universal)} UTC"
        beside = TIME if local.date() == universal.date() else f"{self.day}, {TIME}"
        return f"{self._written(f'{self.day}, {TIME}', local)} ({self._written(beside, universal)} UTC)"

    def clock(self, at: datetime) -> str:
        """Write a moment of a transcript: 2026-03-06 14:00, in the reader's zone."""
        return self._written("y-MM-dd HH:mm", at.astimezone(self.zone))

    def money(self, amount: Money) -> str:
        """Write an amount with its currency's own number of decimals: 1,150.00 USD."""
        digits = get_currency_precision(amount.currency)
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return f"{format_decimal(amount.minor / 10**digits, pattern, self.locale)} {amount.currency}"

    def _written(self, pattern: str, at: datetime) -> str:
        return format_datetime(at, pattern, tzinfo=at.tzinfo, locale=self.locale)
