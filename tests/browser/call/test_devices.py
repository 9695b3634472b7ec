"""Browsers that really have no camera, or may not use it: what they say of it is understood."""

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from tests.browser.call.conftest import DEVICES
from tests.browser.call.person import Person
from tests.browser.chromium import FLAGS, browser_path

pytestmark = pytest.mark.asyncio(loop_scope="session")

CAMERA, ASKING = DEVICES


@pytest_asyncio.fixture(loop_scope="session")
async def person(counter, flags):
    """Somebody on the page, in a browser of their own with these flags."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(playwright), args=[*FLAGS, *flags])
        begun = Person(await browser.new_page())
        await begun.page.goto(f"{counter.url}/verify#a-ticket")
        yield begun
        await browser.close()
        assert begun.complaints == []


@pytest.mark.parametrize(
    ("flags", "camera", "microphone"),
    [
        ([CAMERA], "The camera is blocked for this page.", "The microphone is blocked for this page."),
        ([ASKING], "No camera was found.", "No microphone was found."),
    ],
    ids=["denied", "none"],
)
async def test_what_a_browser_refuses_is_named(person, counter, camera, microphone):
    await person.starts()
    await expect(person.check("Camera")).to_contain_text(camera)
    await expect(person.check("Microphone")).to_contain_text(microphone)
    await expect(person.check("Picture")).to_contain_text("Not checked yet")
    await expect(person.button("Join the line")).to_have_attribute("aria-disabled", "true")
