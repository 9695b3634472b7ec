"""A desk that is open and has nobody at it yet."""

import pytest

from tests.clock import SettableClock
from tests.desk.staffed import OPEN, Desk


@pytest.fixture
def desk(database) -> Desk:
    return Desk(database, SettableClock(OPEN))
