"""A question as the actions see it, with what a test says of it and nothing else."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.asked import Asked, Subject
from tests.actions.conversation import HOURS
from tests.clock import NOON


def asked(text: str = "", **given: Any) -> Asked:
    known = {
        "topic": "ask_milestone_status",
        "text": text,
        "now": NOON,
        "zone": ZoneInfo("UTC"),
        "locale": "en",
        "account": "client-demo",
        "sign_in_expired": False,
        "records": None,
        "hours": HOURS,
        "named": Subject(),
    }
    return Asked(**(known | given))
