"""docs/protocol.md says what the gateway does."""

import re

import pytest

from bot.gateway.protocol import ALWAYS, CLIENT_EVENTS, SERVER_EVENTS
from bot.settings import ROOT

PAGE = (ROOT / "docs" / "protocol.md").read_text("utf-8")
SENT = {
    name: (payload, tuple(re.findall(r"`(\w+)`", codes)))
    for name, payload, codes in re.findall(r"^\| `(\w+)` \| `(.+?)` \| .+ \| (.*)\|$", PAGE, re.MULTILINE)
}
TOLD = dict(re.findall(r"^\| `(\w+)` \| `([^|]+)` \|$", PAGE, re.MULTILINE))


def test_the_page_has_every_event_of_a_client_with_its_shape_and_codes():
    assert {name: (event.shape, event.codes) for name, event in CLIENT_EVENTS.items()} == SENT


def test_the_page_has_every_event_of_the_server_with_its_shape():
    assert dict(SERVER_EVENTS) == TOLD


@pytest.mark.parametrize("code", [*ALWAYS, "unknown_event", "origin_refused"])
def test_the_page_has_the_codes_that_any_event_may_get(code):
    assert f"`{code}`" in PAGE
