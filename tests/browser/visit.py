"""A visit to the demo page: what a person sees of the chat, and does with it."""

from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.browser.tap import Tap

AXE = Path(__file__).resolve().parents[2] / "web_widget" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
OVERHEARD = """() => {
  const region = document.querySelector("milepost-chat").shadowRoot.querySelector(".announcer");
  window.overheard = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) window.overheard.push(node.textContent);
  }).observe(region, { childList: true, subtree: true });
}"""


class Visit:
    """One page of a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.tap = Tap(page)
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._console(line.type, line.text))
        self.composer = page.get_by_label("Your message")
        self.thread = page.get_by_role("log")
        self.messages = self.thread.get_by_role("article")
        self.launcher = page.get_by_role("button", name="Open the help chat")

    def _console(self, kind: str, text: str) -> None:
        # A line that breaks is told by the browser itself; it is what several tests are about.
        if kind == "error" and "ERR_CONNECTION" not in text and "WebSocket connection" not in text:
            self.complaints.append(text)

    @classmethod
    async def begin(
        cls, context: BrowserContext, url: str, *, account: str = "client-demo", path: str = "/"
    ) -> "Visit":
        """Open the page as an account, or as nobody (the empty name)."""
        await context.add_init_script(
            f"localStorage.getItem('milepost-market:account') ?? localStorage.setItem('milepost-market:account', '{account}')"
        )
        visit = cls(await context.new_page(), url)
        await visit.tap.lay()
        await visit.page.goto(url + path)
        return visit

    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.composer).to_be_focused()

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def ask(self, text: str, answer: str) -> Locator:
        """Say something and wait for the answer."""
        await self.say(text)
        return await self.reads(answer)

    async def reads(self, text: str) -> Locator:
        answer = self.messages.filter(has_text=text).last
        await expect(answer).to_be_visible()
        return answer

    async def texts(self) -> list[str]:
        return await self.thread.locator(".message .text").all_inner_texts()

    async def overhears(self) -> None:
        """Listen to the live region from now on."""
        await self.page.evaluate(OVERHEARD)

    async def overheard(self, count: int) -> list[str]:
        """What was told since, once it is so much: a message is told a moment after it is shown."""
        await self.page.wait_for_function("(count) => window.overheard.length >= count", arg=count)
        return await self.page.evaluate("window.overheard")

    async def faults(self, place: str = "milepost-chat") -> list[dict[str, Any]]:
        """Have axe look at the chat, or another place of the page, dark and light; what is serious or critical."""
        # The panel's entrance fades in, and axe would measure the colours of a half-seen panel.
        await self.page.evaluate(
            "Promise.all(document.querySelector('milepost-chat').shadowRoot.getAnimations()"
            ".filter((a) => a.effect.getTiming().iterations !== Infinity).map((a) => a.finished))"
        )
        await self.page.evaluate(AXE.read_text("utf-8"))
        faults = []
        for scheme, rules in (("dark", {"runOnly": ["color-contrast"]}), ("light", {})):
            # The dark scheme has other colours, and is the same in everything else.
            await self.page.emulate_media(color_scheme=scheme)
            found = await self.page.evaluate(
                "([place, rules]) => axe.run(place, { resultTypes: ['violations'], ...rules })", [place, rules]
            )
            faults += [
                {"scheme": scheme, "rule": fault["id"], "where": [node["target"] for node in fault["nodes"]]}
                for fault in found["violations"]
                if fault["impact"] in GRAVE
            ]
        return faults

    async def is_too_wide(self) -> bool:
        return await self.page.evaluate(
            """() => {
              const wide = (box) => box.scrollWidth > box.clientWidth;
              const root = document.querySelector("milepost-chat").shadowRoot;
              return wide(document.documentElement) || [...root.querySelectorAll(".panel, .thread")].some(wide);
            }"""
        )
