"""Somebody on the verification page: what they see of it, and do with it."""

from playwright.async_api import Locator, Page, expect


class Person:
    """One page of a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def check(self, name: str) -> Locator:
        return self.page.locator(".checks > li").filter(has=self.page.get_by_text(name, exact=True))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def starts(self) -> None:
        await self.button("Start the checks").click()

    async def reads(self, heading: str) -> None:
        await expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()

    async def passes_the_checks(self) -> None:
        """Make the checks, and tick that the document is there."""
        await self.starts()
        await self.page.get_by_role("checkbox").check()
        await expect(self.page.get_by_text("Everything is ready.")).to_be_visible()

    async def joins_the_line(self) -> None:
        """Make the checks, and join."""
        await self.passes_the_checks()
        await self.button("Join the line").click()
        await self.reads("You are in line")

    async def writes(self, text: str) -> None:
        await self.page.get_by_label("Write a message").fill(text)
        await self.page.get_by_label("Write a message").press("Enter")
