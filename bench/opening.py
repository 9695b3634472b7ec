"""Opening: the longest task of a slow page's main thread while the chat is fetched, opened, and shows what was said."""

import asyncio
import json
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from bench.figures import Figures
from bot.desk import conversations
from tests.browser.chromium import FLAGS, NAMES
from tests.browser.script import ORDER
from tests.browser.shop import Shop, found

PART = "opening"
BAR_MS = 50
#: The machine that it is measured for has a fourth of this one's speed.
SLOWDOWN = 4
OPENINGS = 10
SAID = 120
ACCOUNT = "client-demo"
#: Long enough for everything that fetching, or opening, starts.
SETTLE_MS = 1_500
CATEGORIES = ("toplevel", "__metadata", "devtools.timeline", "blink.user_timing", "v8")

HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A host</title></head>
<body><main><h1>A host's page</h1><p>With a few words.</p></main></body></html>"""
#: The page does everything by itself: a command from outside would be a task of its own.
ACT = """(settle) => {
  const after = (ms) => new Promise((done) => setTimeout(done, ms));
  const token = () => fetch("/demo/token?account=client-demo").then((answer) => answer.json()).then(({ token }) => token);
  window.Milepost = [["identify", token]];
  const script = document.createElement("script");
  script.src = "/widget.js";
  setTimeout(async () => {
    performance.mark("fetching");
    document.head.append(script);
    await after(settle);
    performance.mark("opening");
    setTimeout(() => document.querySelector("milepost-chat").shadowRoot.querySelector(".launcher").click());
    await after(settle);
    performance.mark("opened");
    window.done = true;
  }, 300);
}"""
#: What a task does, by the events that a trace has of it; a part of a part counts as the inner one.
KINDS = {
    "v8.compile": "reading the script", "V8.CompileCode": "reading the script", "v8.callFunction": "running it",
    "EvaluateScript": "running it", "FunctionCall": "running it", "UpdateLayoutTree": "style", "Layout": "layout",
    "Paint": "painting", "MinorGC": "collecting garbage", "ParseAuthorStyleSheet": "style",
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One task of the main thread, in ms, and what it spent its time on."""

    ms: float
    parts: dict[str, float]

    def told(self) -> str:
        """Name its parts, the greatest first."""
        greatest = sorted(self.parts.items(), key=lambda part: -part[1])
        return ", ".join(f"{kind} {ms:.0f}" for kind, ms in greatest if ms >= 1)


async def measure(figures: Figures) -> None:
    """Open a chat in which little, and much, was said, on a page that never saw it before."""
    with tempfile.TemporaryDirectory() as place:
        founded = Path(place) / "founded.db"
        await found(founded)
        async with async_playwright() as playwright:
            path = next(filter(None, map(shutil.which, NAMES)), None)
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
            for said in (0, SAID):
                await _open_often(figures, browser, founded, said)
            await browser.close()


async def _open_often(figures: Figures, browser: Browser, founded: Path, said: int) -> None:
    shop = Shop(Path(shutil.copy(founded, founded.with_name(f"said-{said}.db"))))
    await shop.open()
    if said:
        await _talk(shop, said)
    idle = [await _opened(browser, shop) for _ in range(OPENINGS)]
    hasty = [await _opened(browser, shop, hasty=True) for _ in range(OPENINGS if said else 0)]
    await shop.leave()
    _add(figures, f"fetching, {said} messages", [run["fetching"] for run in idle])
    _add(figures, f"opening, {said} messages", [run["opening"] for run in idle])
    if hasty:
        _add(figures, f"both at once, {said} messages", [run["opening"] for run in hasty])


def _add(figures: Figures, phase: str, longest: list[Task]) -> None:
    """Take down the median and the worst of a phase's longest tasks."""
    worst = max(longest, key=lambda task: task.ms)
    how = f"median of {len(longest)} fresh pages at a {SLOWDOWN}th of the speed, wall time"
    bar = f"≤ {BAR_MS}"
    figures.add(PART, phase, statistics.median(task.ms for task in longest), unit="ms", bar=bar, note=how)
    figures.add(PART, f"{phase}, worst", worst.ms, unit="ms", bar=bar, note=worst.told())


async def _talk(shop: Shop, said: int) -> None:
    """Fill the conversation with what people read there, the last of it a card; all of it was read."""
    async with shop.database.transaction() as session:
        opened = await conversations.open_for(session, party=conversations.Party(account=ACCOUNT), now=shop.clock.now())
    texts = (f"Answer {i}: the milestone was funded, and the work on it can begin." for i in range(1, said))
    await shop.writes(ACCOUNT, *texts)
    (card,) = ORDER["is my milestone paid?"]
    await shop.writes(ACCOUNT, card.text, blocks=card.blocks)
    async with shop.database.transaction() as session:
        await conversations.see(session, conversation=opened.id, seq=said)


async def _opened(browser: Browser, shop: Shop, *, hasty: bool = False) -> dict[str, Task]:
    """Tell the longest task of fetching and of opening; who is hasty opens a chat that was not fetched yet."""
    context = await browser.new_context(viewport={"width": 1280, "height": 860})
    await context.route("**/host", lambda route: route.fulfill(body=HOST, content_type="text/html"))
    page = await context.new_page()
    await page.goto(f"{shop.url}/host")
    if hasty:
        await page.evaluate("() => { window.requestIdleCallback = () => 0; }")
    slow = await context.new_cdp_session(page)
    await slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    await browser.start_tracing(page=page, categories=list(CATEGORIES))
    await page.evaluate(ACT, SETTLE_MS)
    await asyncio.sleep(0.3 + 2 * SETTLE_MS / 1000 + 0.3)
    events = json.loads(await browser.stop_tracing())["traceEvents"]
    await page.wait_for_function("window.done")
    await context.close()
    return _longest(events)


def _longest(events: list[dict[str, Any]]) -> dict[str, Task]:
    """Find the longest task between each two marks of the page."""
    marks = {
        each["name"]: each
        for each in events
        if each["name"] in {"fetching", "opening", "opened"} and each["ph"] in "RI"
    }
    thread = (marks["fetching"]["pid"], marks["fetching"]["tid"])
    ours = [each for each in events if (each["pid"], each["tid"]) == thread and each["ph"] == "X"]
    tasks = [each for each in ours if each["name"].endswith("RunTask")]
    longest = {}
    for phase, then in (("fetching", "opening"), ("opening", "opened")):
        within = [task for task in tasks if marks[phase]["ts"] <= task["ts"] < marks[then]["ts"]]
        task = max(within, key=lambda each: each["dur"])
        longest[phase] = Task(task["dur"] / 1000, dict(_parts(task, ours)))
    return longest


def _parts(task: dict[str, Any], events: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    """Share a task's time out among the kinds of work in it."""
    start, end = task["ts"], task["ts"] + task["dur"]
    inside = [
        each for each in events if each["name"] in KINDS and start <= each["ts"] and each["ts"] + each["dur"] <= end
    ]
    inside.sort(key=lambda each: (each["ts"], -each["dur"]))
    spent, open_ones = dict.fromkeys(KINDS.values(), 0.0), list[dict[str, Any]]()
    for each in inside:
        while open_ones and each["ts"] >= open_ones[-1]["ts"] + open_ones[-1]["dur"]:
            open_ones.pop()
        if open_ones:
            spent[KINDS[open_ones[-1]["name"]]] -= each["dur"] / 1000
        spent[KINDS[each["name"]]] += each["dur"] / 1000
        open_ones.append(each)
    yield from spent.items()
