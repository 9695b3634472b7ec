"""`python -m tests.browser.film URL`: the README's pictures, taken from the running product at URL (`make run`, a fresh demo).

A still of an answer, and a short animation from the question to the money's receipt and the contract beside it.
"""

import asyncio
import base64
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.browser.chromium import FLAGS, browser_path
from tests.browser.visit import Visit

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
VIEW = {"width": 1000, "height": 700}
STILL_QUALITY, FRAME_QUALITY = 80, 42
LETTERS_PER_FRAME = 7
BRIEF_MS, READ_MS = 140, 2_600


class Film:
    """Frames with the time that each is shown, written as one animated WebP."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[tuple[bytes, int]] = []

    async def shoot(self, ms: int) -> None:
        """Take what is on screen now, to be shown for so long."""
        self._frames.append((await shot(self._page, FRAME_QUALITY), ms))

    def write(self, path: Path) -> None:
        """Write the file: a header, then each frame's image data with its place and time (WebP container, 2.6)."""
        width, height = VIEW["width"], VIEW["height"]
        body = _chunk(b"VP8X", struct.pack("<I", 2) + _u24(width - 1) + _u24(height - 1))
        body += _chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0))
        for image, ms in self._frames:
            place = _u24(0) + _u24(0) + _u24(width - 1) + _u24(height - 1) + _u24(ms) + b"\x02"
            body += _chunk(b"ANMF", place + _image_data(image))
        path.write_bytes(_chunk(b"RIFF", b"WEBP" + body))


def _u24(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _image_data(webp: bytes) -> bytes:
    """Take the image's own chunks out of a still WebP."""
    found, at = b"", 12
    while at < len(webp):
        name, size = webp[at : at + 4], struct.unpack("<I", webp[at + 4 : at + 8])[0]
        end = at + 8 + size + size % 2
        if name in {b"VP8 ", b"VP8L", b"ALPH"}:
            found += webp[at:end]
        at = end
    return found


async def shot(page: Page, quality: int) -> bytes:
    """Take what is on screen, as WebP."""
    session = await page.context.new_cdp_session(page)
    taken = await session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
    await session.detach()
    return base64.b64decode(taken["data"])


@asynccontextmanager
async def visit(url: str) -> AsyncIterator[Visit]:
    """Open the demo page as the client."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(playwright), args=FLAGS)
        how = {"viewport": VIEW, "locale": "en-US", "timezone_id": "America/New_York", "reduced_motion": "reduce"}
        context = await browser.new_context(**how)
        begun = await Visit.begin(context, url)
        await expect(begun.page.get_by_role("article")).to_have_count(4)
        yield begun
        await browser.close()


async def types(film: Film, here: Visit, text: str) -> None:
    """Write as people do, and send."""
    for start in range(0, len(text), LETTERS_PER_FRAME):
        await here.page.keyboard.type(text[start : start + LETTERS_PER_FRAME])
        await film.shoot(BRIEF_MS)
    await here.page.keyboard.press("Enter")
    await film.shoot(BRIEF_MS * 3)


async def tour(url: str) -> Film:
    """Ask, read, approve, confirm."""
    async with visit(url) as here:
        film = Film(here.page)
        await film.shoot(READ_MS // 2)
        await here.open()
        await film.shoot(READ_MS // 2)
        await types(film, here, "is my logo milestone paid?")
        await expect(here.thread.locator(".clock").first).to_be_visible(timeout=20_000)
        await film.shoot(READ_MS)
        (FOLDER / "widget.webp").write_bytes(await shot(here.page, STILL_QUALITY))
        await types(film, here, "approve the work on the logo")
        quote = here.thread.locator(".quote").last
        await expect(quote).to_be_visible(timeout=20_000)
        await film.shoot(READ_MS)
        await quote.get_by_role("button", name="Confirm").click()
        await expect(here.thread.locator(".receipt").last).to_be_visible(timeout=20_000)
        await here.page.wait_for_timeout(600)
        await film.shoot(READ_MS * 2)
        return film


if __name__ == "__main__":
    asyncio.run(tour(sys.argv[1])).write(FOLDER / "tour.webp")
