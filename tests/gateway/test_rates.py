"""Limits over a sliding minute."""

import pytest

from bot.gateway import rates
from bot.gateway.rates import Rate, RateLimited


class Seconds:
    def __init__(self):
        self.at = 600.0

    def __call__(self):
        return self.at


@pytest.fixture
def seconds():
    return Seconds()


def taken(rate, times, key="k"):
    count = 0
    for _ in range(times):
        try:
            rate.take(key)
        except RateLimited:
            continue
        count += 1
    return count


def test_a_key_has_its_limit_and_others_theirs(seconds):
    rate = Rate(3, seconds)
    assert taken(rate, 5) == 3
    assert taken(rate, 5, "other") == 3


def test_no_burst_passes_at_the_minutes_turn(seconds):
    rate = Rate(10, seconds)
    seconds.at += 59
    assert taken(rate, 20) == 10
    seconds.at += 2
    assert taken(rate, 20) <= 1
    seconds.at += 60
    assert taken(rate, 20) >= 9


def test_it_is_forgotten_after_two_minutes(seconds):
    rate = Rate(3, seconds)
    assert taken(rate, 3) == 3
    seconds.at += 120
    assert taken(rate, 5) == 3


def test_a_flood_of_keys_does_not_fill_the_memory(seconds, monkeypatch):
    monkeypatch.setattr(rates, "KEYS", 100)
    rate = Rate(1, seconds)
    for number in range(1000):
        rate.take(str(number))
    assert len(rate._counts) <= 100
