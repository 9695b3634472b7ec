import pytest


@pytest.fixture(autouse=True)
def _own_programs_may_be_reached(socket_enabled):
    """Supervised programs are asked over the loopback address."""
