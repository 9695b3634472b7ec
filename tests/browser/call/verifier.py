"""A verifier at their console, on the page of the calls: what they see of it, and do with it."""

from playwright.async_api import BrowserContext

from tests.browser.desk.floor import PASSWORD
from tests.browser.desk.specialist import Specialist


class Verifier(Specialist):
    """One console in one browser."""

    @classmethod
    async def begin(cls, context: BrowserContext, url: str, password: str = PASSWORD) -> "Verifier":
        """Sign in, and go to the calls."""
        verifier = cls(await context.new_page(), url)
        await verifier.page.goto(f"{url}/desk")
        await verifier.signs_in("specialist-verify", password)
        await verifier.goes_online()
        await verifier.page.get_by_role("link", name="Video calls").click()
        return verifier

    async def calls_the_next(self) -> None:
        await self.page.get_by_role("button", name="Call the next").click()

    async def writes(self, text: str) -> None:
        await self.page.get_by_label("Write a message").fill(text)
        await self.page.get_by_label("Write a message").press("Enter")

    async def lets_pass(self) -> None:
        """Tick the whole checklist, and give the verdict."""
        for item in await self.page.get_by_role("group", name="Checklist").get_by_role("checkbox").all():
            await item.check()
        await self.page.get_by_role("radio", name="Passed").check()
        await self.page.get_by_role("button", name="Give the verdict").click()
