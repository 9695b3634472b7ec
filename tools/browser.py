"""A browser for the tests: the machine's, else Playwright's own download, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Mapping

from tools.command import Runner
from tools.places import BOT, LOGS
from tools.progress import Progress

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WITHIN_S = 60


def ensure(number: int, of: int, env: Mapping[str, str]) -> None:
    """Get a browser if none is there. Where none can be had, the browser tests say so themselves."""
    if on_machine(env) or _playwrights_own(env):
        return
    progress = Progress(number, of, "Getting a browser for the tests")
    run = Runner(progress, LOGS / "browser.log", env)
    run.succeeds(BOT / "bin" / "playwright", "install", "chromium")
    if not _playwrights_own(env) and os.geteuid() == 0 and shutil.which("apt-get"):
        debian = {"DEBIAN_FRONTEND": "noninteractive"}
        run.succeeds("apt-get", "update", env=debian)
        run.succeeds("apt-get", "install", "--yes", "--no-install-recommends", "chromium", env=debian)
    progress.end("done" if on_machine(env) or _playwrights_own(env) else "none could be had")


def on_machine(env: Mapping[str, str]) -> str | None:
    """Return the machine's own browser, if it has one that starts."""
    found = (shutil.which(name, path=env.get("PATH")) for name in NAMES)
    return next((path for path in found if path and _starts(path)), None)


def _playwrights_own(env: Mapping[str, str]) -> str | None:
    asks = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    said = subprocess.run([str(BOT / "bin" / "python"), "-c", asks], env=dict(env), capture_output=True, text=True, check=False)
    path = said.stdout.strip()
    return path if path and _starts(path) else None


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=WITHIN_S).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
