"""docs/call-protocol.md says what the calls do."""

import re

from bot.gateway.call.lobby import SIGNALS_PER_SECOND
from bot.gateway.call.payloads import SIGNAL_BYTES
from bot.gateway.call.protocol import CLIENT_EVENTS, SERVER_EVENTS, Side
from bot.settings import ROOT
from bot.verification import leases, passes, relay, states, verifiers

PAGE = (ROOT / "docs" / "call-protocol.md").read_text("utf-8")
SENT = {
    name: (payload, set(sides.split(", ")), tuple(re.findall(r"`(\w+)`", codes)))
    for name, payload, sides, codes in re.findall(
        r"^\| `(\w+)` \| `(.+?)` \| .+ \| ((?:person|verifier)[a-z, ]*) \| (.*)\|$", PAGE, re.MULTILINE
    )
}
TOLD = dict(re.findall(r"^\| `(\w+)` \| `([^|]+)` \|$", PAGE, re.MULTILINE))


def test_the_page_has_every_event_that_is_sent_with_its_shape_its_sides_and_its_codes():
    assert {name: (event.shape, set(event.sides), event.codes) for name, event in CLIENT_EVENTS.items()} == SENT


def test_the_page_has_every_event_that_is_told_with_its_shape():
    assert dict(SERVER_EVENTS) == TOLD


def test_every_event_is_somebodys():
    assert all(event.sides and event.sides <= set(Side) for event in CLIENT_EVENTS.values())


def test_the_page_names_every_state():
    assert [state for state in states.State if f"`{state}`" not in PAGE] == []


def test_the_page_tells_the_limits_that_hold():
    minutes = "{} minutes"
    for said in (
        f"≤ {SIGNAL_BYTES // 1024} KB",
        f"at most {SIGNALS_PER_SECOND} a second",
        f"good once and for {passes.TICKET_TIME.seconds // 60} minutes",
        f"good for {passes.SESSION_TIME.seconds // 3600} hours",
        f"credentials for {relay.LIFETIME.seconds // 60} minutes",
        f"kept for {minutes.format(leases.PLACE_KEPT.seconds // 60)}",
        f"a call for {minutes.format(leases.CALL_KEPT.seconds // 60)}",
        f"{leases.VERIFIER_LOST.seconds} seconds without the verifier",
    ):
        assert said in " ".join(PAGE.split()), said
    assert (verifiers.RING_TIME.seconds, leases.CALL_MOST.seconds) == (60, 45 * 60)
