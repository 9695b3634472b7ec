"""`python -m tests.browser.pictures [FOLDER [STATE …]]`: a picture of each state of the chat, light and dark, as docs/pictures shows them."""

import asyncio
import base64
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.clock import WallClock, wire_time
from tests.browser.chromium import FLAGS, browser_path
from tests.browser.script import ORDER
from tests.browser.shop import Shop, found
from tests.browser.states import STATES, State
from tests.browser.visit import Visit

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "states"
VIEW = {"width": 1000, "height": 800}
#: The chat and a little of the page beside it.
WIDE = 460
QUALITY = 72
#: How long what the script speaks of still runs when its picture is taken.
LEFT = timedelta(days=4, hours=23)


async def main(folder: Path, only: list[str]) -> None:
    """Make all of them, or some by their names."""
    now = WallClock().now()
    for block in (block for said in ORDER.values() for utterance in said for block in utterance.blocks):
        block.update({name: wire_time(at) for name, at in (("as_of", now), ("due_at", now + LEFT)) if name in block})
    with tempfile.TemporaryDirectory() as place:
        founded = Path(place) / "founded.db"
        await found(founded)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=browser_path(playwright), args=FLAGS)
            for state in [each for each in STATES if not only or each.name in only]:
                copy = Path(place) / f"{state.name}.db"
                copy.write_bytes(founded.read_bytes())
                await picture(browser, state, Shop(copy), folder)
            await browser.close()


async def picture(browser, state: State, shop: Shop, folder: Path) -> None:
    """Bring a page into the state, and take its picture in both schemes."""
    shop.assistant.script.update(ORDER)
    await shop.open()
    how = {"viewport": VIEW, "locale": "en-US", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce", **state.how}
    context = await browser.new_context(**how)
    visit = await Visit.begin(context, shop.url, account=state.account, path=state.path)
    await state.reach(visit, shop)
    await visit.page.mouse.move(0, 0)
    for scheme in ("light", "dark"):
        await visit.page.emulate_media(color_scheme=scheme)
        await visit.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        (folder / f"{state.name}-{scheme}.webp").write_bytes(await shot(visit.page))
    await context.close()
    await shop.leave()
    print(state.name, flush=True)  # noqa: T201 - progress


async def shot(page: Page) -> bytes:
    """Take the part of the screen that the chat is on, as WebP."""
    session = await page.context.new_cdp_session(page)
    size = page.viewport_size
    from_right = await page.locator(".widget").get_attribute("dir") == "rtl"
    width = min(size["width"], WIDE)
    clip = {
        "x": 0 if from_right else size["width"] - width,
        "y": 0,
        "width": width,
        "height": size["height"],
        "scale": 1,
    }
    asked = {"format": "webp", "quality": QUALITY, "clip": clip}
    taken = await session.send("Page.captureScreenshot", asked)
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    place.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(place, sys.argv[2:]))
