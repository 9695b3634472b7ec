"""Money and moments as sentences write them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions.phrases import phrased
from bot.marketplace.money import Money
from tests.clock import NOON


@dataclass
class Reader:
    zone: ZoneInfo
    locale: str = "en"
    now: datetime = NOON


def written(value: object, *, zone: str = "UTC", locale: str = "en", form: str = "") -> str:
    return format(phrased(Reader(ZoneInfo(zone), locale), {"it": value})["it"], form)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(600_00), "600.00 USD"),
        (Money(1_150_00), "1,150.00 USD"),
        (Money(5), "0.05 USD"),
        (Money(-250_00), "-250.00 USD"),
        (Money(123_456_789_01), "123,456,789.01 USD"),
        (Money(1_500, "JPY"), "1,500 JPY"),
        (Money(1_500, "KWD"), "1.500 KWD"),
    ],
)
def test_money_has_its_currency_and_that_currencys_decimals(money, text):
    assert written(money) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/Los_Angeles", "Fri 27 Nov 2026, 14:00 (22:00 UTC)"),
        ("UTC", "Fri 27 Nov 2026, 22:00 UTC"),
        ("Europe/Berlin", "Fri 27 Nov 2026, 23:00 (22:00 UTC)"),
        ("Asia/Tokyo", "Sat 28 Nov 2026, 07:00 (Fri 27 Nov 2026, 22:00 UTC)"),
        ("Africa/Abidjan", "Fri 27 Nov 2026, 22:00 UTC"),
    ],
)
def test_a_moment_is_in_the_readers_zone_with_utc_beside_it(zone, text):
    assert written(datetime(2026, 11, 27, 22, tzinfo=UTC), zone=zone) == text


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (timedelta(days=5), "in 5 days"),
        (timedelta(days=4, hours=23, minutes=59), "in 5 days"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=13), "in 13 days"),
        (timedelta(minutes=20), "in 20 minutes"),
        (timedelta(days=-9), "9 days ago"),
    ],
)
def test_a_span_says_how_far_away_a_moment_is(away, text):
    assert written(NOON + away, form="span") == text


@pytest.mark.parametrize("locale", ["en", "en-GB", "en_US", "de", "xx-nonsense", "", "../etc"])
def test_a_locale_that_the_words_are_not_written_in_does_not_change_them(locale):
    assert written(Money(1_150_00), locale=locale) == "1,150.00 USD"


def test_a_moment_refuses_a_form_that_it_does_not_have():
    with pytest.raises(ValueError, match="no form"):
        written(NOON, form="soon")
