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


def test_a_clock_without_an_offset_is_refused():
    with pytest.raises(ValidationError, match="timezone"):
        Settings(clock="2026-03-06T17:05:00")
