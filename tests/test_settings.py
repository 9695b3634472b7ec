"""The environment, read: what is accepted, and what is named as wrong."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
        ("sqlite+aiosqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
        ("postgresql://a:b@host/name", "postgresql+asyncpg://a:b@host/name"),
        ("postgres://host/name", "postgresql+asyncpg://host/name"),
    ],
)
def test_a_database_url_gets_the_driver_that_its_kind_needs(given, used):
    assert Settings(database_url=given).database == used


@pytest.mark.parametrize(
    "wrong",
    [
        {"database_url": "foo"},
        {"database_url": "mysql://host/name"},
        {"desk_zone": "Mars"},
        {"desk_zone": "America"},
        {"desk_zone": "../etc"},
        {"origins": "shop.example"},
        {"origins": "*"},
        {"origins": "https://shop.example,https://b.example/page"},
        {"stun_urls": "turn:turn.example.com"},
        {"turn_urls": "turn:a.example,https://b.example"},
    ],
)
def test_what_nothing_could_be_done_with_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_origins_and_relays_are_taken_as_people_write_them():
    Settings(
        origins=" https://shop.example/ ,http://localhost:3000",
        turn_urls="turn:a.example:3478?transport=udp,turns:b.example",
    )


def test_a_clock_without_an_offset_is_refused():
    with pytest.raises(ValidationError, match="timezone"):
        Settings(clock="2026-03-06T17:05:00")
