"""What the widget offers to begin with is answered, and by the topic that is meant."""

from __future__ import annotations

import re

import pytest
from milepost_runtime import project
from talk import Talk

CATALOGUE = project.ROOT / "web_widget" / "src" / "words" / "en.ts"
OFFERED = dict(re.findall(r'"starter\.(\w+)": "([^"]+)"', CATALOGUE.read_text("utf-8")))
MEANT = {
    "escrow": "ask_escrow_basics",
    "job": "draft_job_post",
    "person": "talk_to_specialist",
    "attention": "ask_milestone_status",
    "paid": "ask_milestone_status",
    "held": "ask_escrow_balance",
    "payday": "ask_freelancer_payment",
    "why": "ask_suspension",
    "meanwhile": "ask_suspension_effects",
    "back": "ask_reinstatement",
}


def test_every_one_is_meant_for_a_topic() -> None:
    assert OFFERED.keys() == MEANT.keys()


@pytest.mark.parametrize("name", OFFERED)
async def test_it_is_answered(talk: Talk, name: str) -> None:
    await talk.say(OFFERED[name])
    assert talk.topic == MEANT[name]
