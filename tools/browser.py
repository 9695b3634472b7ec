"""Browsers for the tests: the machine's, else Playwright's own download of Chromium, else Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Mapping, Sequence

from tools.command import Runner
from tools.places import BOT, LOGS
from tools.progress import Progress

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOXES = ("firefox-esr", "firefox")
WITHIN_S = 60


def ensure(number: int, of: int, env: Mapping[str, str]) -> None:
    """Get the browsers that are missing: a Chromium, and a Firefox where Debian's can be installed.

    Where there is no Chromium the browser tests say so themselves; without a Firefox they leave its part out.
    """
    missing = []
    if not _has_chromium(env):
        missing.append("chromium")
    if not _first(FOXES, env):
        missing.append("firefox-esr")
    by_debian = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if not missing or (not by_debian and "chromium" not in missing):
        return
    progress = Progress(number, of, "Getting browsers for the tests")
    run = Runner(progress, LOGS / "browser.log", env)
    if "chromium" in missing:
        run.succeeds(BOT / "bin" / "playwright", "install", "chromium")
        if _playwrights_own(env):
            missing.remove("chromium")
    if by_debian:
        debian = {"DEBIAN_FRONTEND": "noninteractive"}
        run.succeeds("apt-get", "update", env=debian)
        for package in missing:
            run.succeeds("apt-get", "install", "--yes", "--no-install-recommends", package, env=debian)
    progress.end("done" if _has_chromium(env) else "none could be had")


def _has_chromium(env: Mapping[str, str]) -> bool:
    return bool(on_machine(env) or _playwrights_own(env))


def on_machine(env: Mapping[str, str]) -> str | None:
    """Return the machine's own browser, if it has one that starts."""
    return _first(NAMES, env)


def _first(names: Sequence[str], env: Mapping[str, str]) -> str | None:
    found = (shutil.which(name, path=env.get("PATH")) for name in names)
    return next((path for path in found if path and _starts(path)), None)


def _playwrights_own(env: Mapping[str, str]) -> str | None:
    asks = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    said = subprocess.run(
        [str(BOT / "bin" / "python"), "-c", asks], env=dict(env), capture_output=True, text=True, check=False
    )
    path = said.stdout.strip()
    return path if path and _starts(path) else None


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=WITHIN_S).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
