"""Preflight: the checks of the person's machine, and which of them a call cannot do without (facts.md §4)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.errors import Refused


class Check(StrEnum):
    """What is looked at, in the order in which it is shown."""

    SECURE = "secure"
    DESKTOP = "desktop"
    BROWSER = "browser"
    CAMERA = "camera"
    MICROPHONE = "microphone"
    PICTURE = "picture"
    SOUND = "sound"
    POPUPS = "popups"
    CONNECTION = "connection"
    RELAY = "relay"
    DOCUMENT = "document"


class Outcome(StrEnum):
    """How a check went."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # cannot be told here


#: A call is no use without these. The others are told and looked after in the call.
REQUIRED_CHECKS: tuple[str, ...] = (
    Check.SECURE,
    Check.DESKTOP,
    Check.BROWSER,
    Check.CAMERA,
    Check.MICROPHONE,
    Check.PICTURE,
    Check.DOCUMENT,
)


class WrongChecks(Refused):
    """The results are not what the page reports."""

    code = "bad_payload"
    sentence = "The checks could not be read."


def read(given: Any) -> Mapping[str, Outcome]:
    """Read the results that the page reports: each check once, with one of the outcomes. Raises WrongChecks."""
    if (
        not isinstance(given, dict)
        or not set(given) <= set(Check)
        or not all(isinstance(each, str) for each in given.values())
    ):
        raise WrongChecks
    if not set(given.values()) <= set(Outcome):
        raise WrongChecks
    return {name: Outcome(outcome) for name, outcome in given.items()}
