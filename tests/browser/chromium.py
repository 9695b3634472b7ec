"""Finds a browser to drive: the one that is named, one of this machine's, or Playwright's own.

It is a Chromium; a Firefox is driven by tests of its own (tests/browser/firefox).
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # The pages of other sites are made up on the wire; Chromium takes them for the internet's, and asks before they
    # may reach this machine.
    "--disable-features=LocalNetworkAccessChecks",
)


def browser_path(playwright: Playwright) -> str:
    """Return the executable, or fail with what to install."""
    named = os.environ.get("MILEPOST_BROWSER")  # noqa: TID251 - it is about this machine, not the application
    candidates = [named] if named else [*map(shutil.which, NAMES), playwright.chromium.executable_path]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return candidate
    pytest.fail(
        f"MILEPOST_BROWSER names {named}, which is no file."
        if named
        else "The browser tests need a Chromium: install Debian's `chromium`, or run `playwright install chromium`, "
        "or name one in MILEPOST_BROWSER."
    )
