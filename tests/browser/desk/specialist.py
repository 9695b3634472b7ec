"""Somebody of the desk at their console: what they see of it, and do with it."""

from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.browser.desk.floor import PASSWORD
from tests.browser.visit import AXE, GRAVE

SIGNED_OUT = "status of 401"  # how the browser tells that nobody is signed in yet


class Specialist:
    """One console in one browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._console(line.type, line.text))
        self.thread = page.get_by_role("log")
        self.messages = self.thread.get_by_role("article")
        self.details = page.get_by_role("complementary", name="About this chat")
        self.dialog = page.get_by_role("dialog")

    def _console(self, kind: str, text: str) -> None:
        # A line that breaks is told by the browser itself; it is what several tests are about.
        if kind == "error" and not any(
            known in text for known in (SIGNED_OUT, "ERR_CONNECTION", "WebSocket connection")
        ):
            self.complaints.append(text)

    @classmethod
    async def begin(cls, context: BrowserContext, url: str) -> "Specialist":
        """Open the console's page."""
        specialist = cls(await context.new_page(), url)
        await specialist.page.goto(f"{url}/desk")
        return specialist

    async def signs_in(self, handle: str, password: str = PASSWORD) -> None:
        await self.page.get_by_label("Name", exact=True).fill(handle)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_role("button", name="Sign in", exact=True).click()

    async def goes_online(self) -> None:
        switch = self.page.get_by_role("switch", name="Your presence")
        await expect(switch).to_be_visible()
        if await switch.get_attribute("aria-checked") != "true":
            await switch.click()
        await expect(switch).to_be_checked()

    def offer(self, name: str) -> Locator:
        return self.page.get_by_role("article", name=f"{name} asks for help")

    def box(self, name: str) -> Locator:
        return self.page.get_by_label(f"Reply to {name}", exact=True)

    async def accepts(self, name: str) -> None:
        """Take the offer of somebody by the key."""
        await expect(self.offer(name)).to_be_visible()
        await self.page.keyboard.press("a")
        await expect(self.box(name)).to_be_focused()

    async def reads(self, text: str) -> Locator:
        line = self.messages.filter(has_text=text).last
        await expect(line).to_be_visible()
        return line

    async def says(self, text: str) -> None:
        """Write into the box that has the cursor."""
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def presses(self, *keys: str) -> None:
        """Press shortcuts, from outside of any text field."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def faults(self, within: str | None = None) -> list[dict[str, Any]]:
        """Have axe look: at the page dark and light, or at a part of it as it is; what is serious or critical."""
        await self.page.evaluate(
            "Promise.all(document.getAnimations()"
            ".filter((a) => a.effect.getTiming().iterations !== Infinity).map((a) => a.finished))"
        )
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE.read_text("utf-8"))
        faults = []
        for scheme in ("light",) if within else ("dark", "light"):
            await self.page.emulate_media(color_scheme=scheme)
            found = await self.page.evaluate(
                "(within) => axe.run(within ?? document, { resultTypes: ['violations'] })", within
            )
            faults += [
                {"scheme": scheme, "rule": fault["id"], "where": [node["target"] for node in fault["nodes"]]}
                for fault in found["violations"]
                if fault["impact"] in GRAVE
            ]
        return faults

    async def is_too_wide(self) -> bool:
        return await self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
