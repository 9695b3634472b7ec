"""Widgets: what a page fetches for a chat, and what running that script costs, beside others from the same npm registry."""

import gzip
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figures
from bot.gateway.pages import STATIC
from tests.browser.chromium import FLAGS, NAMES

PART = "widget"
LOADER_KB, CHAT_KB = 3, 40
RUNS = 5
#: Long enough for everything that a script starts with.
SETTLE_MS = 500


@dataclass(frozen=True)
class Other:
    """Another widget: its package, and the file that a page loads."""

    package: str
    version: str
    file: str
    kind: str = "text/javascript"  # of the script element


#: For each the smallest file that its documents have a page load; what else that fetches later is not counted.
OTHERS = (
    Other("deep-chat", "2.4.2", "dist/deepChat.bundle.js", kind="module"),
    Other("rasa-webchat", "1.0.1", "lib/index.js"),
    Other("@botpress/webchat", "4.5.2", "dist/index.umd.cjs"),
)


def measure(figures: Figures) -> None:
    """Weigh ours and theirs, and run each in a page that holds nothing else."""
    assets = json.loads((STATIC / "assets.json").read_text("utf-8"))
    loader, chat = (STATIC / "widget.js").read_bytes(), (STATIC / assets["chat"]["file"]).read_bytes()
    figures.add(
        PART,
        "Milepost's loader",
        _kb(loader),
        unit="KB",
        bar=f"≤ {LOADER_KB}",
        note="gzipped; all that a page waits for",
    )
    figures.add(
        PART,
        "Milepost's chat",
        _kb(chat),
        unit="KB",
        bar=f"≤ {CHAT_KB}",
        note="gzipped, style and English in it; fetched when the page is idle",
    )
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        _run(figures, browser, "Milepost's chat", chat)
        for other in OTHERS:
            name = f"{other.package} {other.version}"
            script = _fetched(other, Path(place))
            if script is None:
                figures.add(PART, name, "not measured", note="the npm registry could not be reached")
                continue
            figures.add(PART, name, _kb(script), unit="KB", note=f"gzipped, {other.file}")
            _run(figures, browser, name, script, other.kind)
        browser.close()


def _kb(script: bytes) -> float:
    return len(gzip.compress(script, 9)) / 1024


def _fetched(other: Other, place: Path) -> bytes | None:
    wanted = f"{other.package}@{other.version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", wanted, "--pack-destination", str(place)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if packed.returncode != 0:
        return None
    with tarfile.open(place / packed.stdout.split()[-1]) as archive:
        file = archive.extractfile(f"package/{other.file}")
        return None if file is None else file.read()


def _run(figures: Figures, browser: Browser, name: str, script: bytes, kind: str = "text/javascript") -> None:
    """Take down the processor time of the page's main thread for one script, or that it does not run by itself."""
    taken, errors = [], list[str]()
    for _ in range(RUNS):
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
        page.route("**/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        page.goto("http://widget.localhost/")
        browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
        page.evaluate(
            "([address, kind, settle]) => { const it = document.createElement('script'); it.type = kind; it.src = address; document.body.append(it);"
            " return new Promise((done) => setTimeout(done, settle)); }",
            [f"/{quote(name, safe='')}.js", kind, SETTLE_MS],
        )
        taken.append(_main_thread_ms(json.loads(browser.stop_tracing())["traceEvents"]))
        page.close()
    if errors:
        figures.add(PART, f"{name}, to run", "not alone", note="its script wants libraries that a page must bring")
        return
    figures.add(
        PART, f"{name}, to run", min(taken), unit="ms", note=f"processor time of the main thread, best of {RUNS}"
    )


def _main_thread_ms(events: list[dict]) -> float:
    threads = {(each["pid"], each["tid"]) for each in events if each.get("args", {}).get("name") == "CrRendererMain"}
    return sum(each["tdur"] for each in events if (each["pid"], each["tid"]) in threads and "tdur" in each) / 1000
