"""The checks before the line: what works passes, and what does not is named with the way to put it right."""

import pytest
from playwright.async_api import expect

from tests.browser.visit import AXE, GRAVE

pytestmark = pytest.mark.asyncio(loop_scope="session")

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


async def test_a_machine_with_everything_passes_and_joins_the_line(persons, counter):
    person = await persons()
    await person.passes_the_checks()
    await person.button("Join the line").click()
    await counter.hears("join")
    results = await _last_report(counter, person)
    assert results == {
        **dict.fromkeys(["secure", "desktop", "browser", "camera", "microphone", "picture"], "passed"),
        **dict.fromkeys(["sound", "popups", "connection", "document"], "passed"),
        "relay": "skipped",
    }


async def _last_report(counter, person):
    await person.page.get_by_role("checkbox").uncheck()
    await person.page.get_by_role("checkbox").check()
    await counter.hears("preflight")
    return (await counter.hears("preflight"))["results"]


@pytest.mark.parametrize(
    ("error", "sentence", "fix"),
    [
        ("NotAllowedError", "The camera is blocked for this page.", "switch Camera on"),
        ("NotFoundError", "No camera was found.", "Plug a camera in"),
        ("NotReadableError", "Another program is using the camera.", "Close other video programs"),
    ],
)
async def test_a_camera_that_cannot_be_opened_is_named_with_its_fix_and_tried_again(
    persons, counter, refusing, error, sentence, fix
):
    kept = "window.wellGetUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
    person = await persons(script=kept + refusing(error))
    await person.starts()
    camera = person.check("Camera")
    await expect(camera).to_contain_text(sentence)
    await expect(camera).to_contain_text(fix)
    await expect(person.page.get_by_text("2 checks have to pass")).to_be_visible()
    await expect(person.button("Join the line")).to_have_attribute("aria-disabled", "true")
    await person.page.evaluate("() => { navigator.mediaDevices.getUserMedia = window.wellGetUserMedia; }")
    await person.button("Check again: Camera").click()
    await expect(camera).to_contain_text("Works")
    await expect(person.check("Picture")).to_contain_text("Works")


async def test_another_browser_is_told_which_to_use(persons, counter):
    person = await persons(user_agent=EDGE)
    browser = person.check("Browser")
    await expect(browser).to_contain_text("Microsoft Edge 130")
    await expect(browser).to_contain_text("Open the chat in Chrome (111 or newer) or Firefox (113 or newer)")
    assert (await counter.hears("preflight"))["results"]["browser"] == "failed"


async def test_a_phone_is_told_why_and_what_to_do_and_may_choose_a_time(persons, counter):
    slot = "2026-11-24T18:00:00Z"
    counter.answers["slots"] = {"ok": True, "result": {"slots": [slot]}}
    person = await persons(user_agent=PIXEL, viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True)
    await person.reads("Please open this on a computer")
    assert (await counter.hears("preflight"))["results"]["desktop"] == "failed"
    assert await person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await person.button("Choose a time").click()
    await person.page.get_by_text("7:00 PM").click()
    await person.button("Book this time").click()
    assert await counter.hears("book") == {"at": slot}


async def test_every_step_can_be_read_by_everybody(persons, counter):
    person = await persons()
    page = person.page
    await person.reads("Before the call: let us check your computer")
    steps = [
        ("waiting", {"position": 2, "wait_s": 540}, "You are in line"),
        ("ringing", {"ring_until": "2026-11-23T18:01:00.000Z", "verifier": "Noor"}, "It is your turn"),
        ("in_call", {"peer": "a page", "verifier": "Noor"}, "Call with Noor"),
        ("retry", {"reason": "The document had expired."}, "Please try once more"),
    ]
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        for state, more, heading in steps:
            await counter.says(state, **more)
            await person.reads(heading)
            if not await page.evaluate("'axe' in window"):
                await page.evaluate(AXE.read_text("utf-8"))
            found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
            assert [fault["id"] for fault in found["violations"] if fault["impact"] in GRAVE] == [], heading
