"""`python -m tests.browser.desk.pictures [FOLDER]`: pictures of the console at work, as docs/pictures shows them."""

import asyncio
import base64
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

from tests.browser.chromium import FLAGS, browser_path
from tests.browser.desk.floor import CALL, Floor, found_with_desk
from tests.browser.desk.specialist import Specialist
from tests.browser.script import ORDER
from tests.browser.visit import Visit

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "pictures"
VIEW = {"width": 1280, "height": 800}
QUALITY = 80
NAME = "Client Demo"
GOAL = "A landing page for our bakery, with a form for orders. The texts are there already."
POST = {
    "Title": "Landing page for a bakery",
    "Goal": "Orders for cakes from people nearby",
    "What is delivered": "One page with a form for orders",
    "Skills": "Web design, HTML",
    "Budget": "1500",
}


async def main(folder: Path) -> None:
    """Bring a client and the desk together, and take pictures on the way."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "desk.db"
        await found_with_desk(path)
        floor = Floor(path)
        floor.assistant.script.update(ORDER)
        await floor.open()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=browser_path(playwright), args=FLAGS)
            await at_work(browser, floor, folder)
            await browser.close()
        await floor.leave()


async def at_work(browser: Browser, floor: Floor, folder: Path) -> None:
    """One morning at the desk."""
    console = await sits_down(browser, floor, "specialist-web")
    client = await visits(browser, floor, "client-demo")
    await client.ask("is my milestone paid?", "not paid yet")
    await client.ask(CALL, "You are in line")
    await expect(console.offer(NAME)).to_be_visible()
    await console.accepts(NAME)
    await console.says("Hello, I have read what you asked so far. What is the project about?")
    await client.say(GOAL)
    await console.reads("A landing page")
    await console.presses("Alt+n")
    await console.says("Prefers a fixed price; asked about it twice.")
    await expect(console.thread.locator(".note-card")).to_be_visible()
    await console.page.get_by_role("tab", name="Reply").click()
    await client.page.get_by_label("Your message").press_sequentially("About 1,500 USD")
    await expect(console.thread.get_by_text("is writing")).to_be_attached()
    keep(folder / "desk.webp", await shot(console))
    await console.presses("Escape", "p")
    await expect(console.dialog.get_by_label("What you promise")).to_be_focused()
    await console.page.keyboard.type("Look for two similar posts and send them")
    await console.page.keyboard.press("Control+Enter")
    await expect(console.dialog).to_be_hidden()
    await console.presses("e")
    for label, text in POST.items():
        await console.details.get_by_role("textbox", name=label).fill(text)
    await console.details.get_by_label("Kind of budget").select_option("fixed")
    keep(folder / "desk-job-post.webp", await shot(console))
    await console.details.get_by_role("button", name="Save and show").click()
    shown = await client.reads("Landing page for a bakery")
    await shown.get_by_role("button", name="Accept").click()
    await expect(console.details).to_contain_text("Accepted by the client")
    waiting = await visits(browser, floor, "suspended-demo")
    await console.page.get_by_role("switch", name="Your presence").click()
    await waiting.ask(CALL, "Leave a message")
    lead = await sits_down(browser, floor, "lead-demo")
    await lead.presses("6")
    await expect(lead.page.get_by_role("row", name="Specialist Web")).to_be_visible()
    keep(folder / "desk-team.webp", await shot(lead))


async def sits_down(browser: Browser, floor: Floor, handle: str) -> Specialist:
    """Open a console and sign in."""
    context = await browser.new_context(viewport=VIEW, locale="en-US", timezone_id="America/Los_Angeles")
    console = await Specialist.begin(context, floor.url)
    await expect(console.page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    await console.signs_in(handle)
    await console.goes_online()
    return console


async def visits(browser: Browser, floor: Floor, account: str) -> Visit:
    """Open the demo page with its chat."""
    context = await browser.new_context(viewport=VIEW, locale="en-US", timezone_id="Europe/Berlin")
    visit = await Visit.begin(context, floor.url, account=account)
    await visit.open()
    return visit


async def shot(console: Specialist) -> bytes:
    """Take what is on screen, as WebP."""
    await console.page.evaluate(
        "Promise.all(document.getAnimations()"
        ".filter((a) => a.effect.getTiming().iterations !== Infinity).map((a) => a.finished))"
    )
    session = await console.page.context.new_cdp_session(console.page)
    taken = await session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(taken["data"])


def keep(path: Path, picture: bytes) -> None:
    """Write a picture down."""
    path.write_bytes(picture)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
