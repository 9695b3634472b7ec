"""docs/desk-protocol.md says what the desk does."""

import re

from bot.gateway.desk.protocol import CLIENT_EVENTS, SERVER_EVENTS
from bot.settings import ROOT

PAGE = (ROOT / "docs" / "desk-protocol.md").read_text("utf-8")
SENT = {
    name: (payload, act, tuple(re.findall(r"`(\w+)`", codes)))
    for name, payload, act, codes in re.findall(
        r"^\| `(\w+)` \| `(.+?)` \| .+ \| `(\w+)` \| (.*)\|$", PAGE, re.MULTILINE
    )
}
TOLD = dict(re.findall(r"^\| `(\w+)` \| `([^|]+)` \|$", PAGE, re.MULTILINE))


def test_the_page_has_every_event_of_a_console_with_its_shape_its_act_and_its_codes():
    assert {name: (event.shape, event.act, event.codes) for name, event in CLIENT_EVENTS.items()} == SENT


def test_the_page_has_every_event_of_the_desk_with_its_shape():
    assert dict(SERVER_EVENTS) == TOLD
