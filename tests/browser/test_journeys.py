"""Whole journeys: by keyboard alone, over a slow line, with a reload after every step, in two tabs, and to the end."""

import pytest
from playwright.async_api import expect

from tests.browser.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_everything_can_be_done_by_keyboard(visits, shop):
    """Open, ask, choose, fill in a form, begin anew, close: no pointer, and the focus never lost."""
    visit = await visits()
    page, keys = visit.page, visit.page.keyboard
    await expect(page.get_by_role("article")).to_have_count(4)
    await visit.launcher.focus()
    await keys.press("Enter")
    await expect(visit.composer).to_be_focused()
    await keys.type("leave a message")
    await keys.press("Enter")
    form = await visit.reads("Leave a message.")
    await keys.press("Shift+Tab")
    await expect(form.get_by_role("button", name="Send")).to_be_focused()
    await keys.press("Space")
    await expect(form.get_by_label("E-mail")).to_be_focused()
    await keys.type("me@example.com")
    await keys.press("Tab")
    await keys.type("P")
    await keys.press("Tab")
    await keys.type("Where is my receipt?")
    await keys.press("Tab")
    await keys.press("Space")
    await visit.reads("You said: E-mail: me@example.com")
    await expect(visit.composer).to_be_focused()
    await page.get_by_role("button", name="Options").focus()
    await keys.press("Enter")
    await keys.press("Escape")
    await expect(page.get_by_role("button", name="Options")).to_be_focused()
    await keys.press("Enter")
    for _ in range(6):
        await keys.press("Tab")
        if await page.get_by_role("button", name="Start a new conversation").evaluate("(it) => it.matches(':focus')"):
            break
    await keys.press("Enter")
    await expect(page.get_by_text("Hello!")).to_be_visible()
    await expect(visit.composer).to_be_focused()
    await keys.press("Escape")
    await expect(visit.launcher).to_be_focused()


async def test_nothing_typed_is_lost_by_a_reload_after_every_step(client, shop):
    async def again():
        await client.page.reload()
        await client.open()

    await expect(client.page.get_by_text("Signed in as Client Demo")).to_be_visible()
    await client.composer.fill("leave a")
    await again()
    await expect(client.composer).to_have_value("leave a")
    await client.composer.fill("leave a message")
    await client.composer.press("Enter")
    await again()
    form = await client.reads("Leave a message.")
    await form.get_by_label("E-mail").fill("me@example.com")
    await again()
    await expect(form.get_by_label("E-mail")).to_have_value("me@example.com")
    await form.get_by_role("textbox", name="Message").fill("Where is it?")
    await form.get_by_role("button", name="Send").click()
    await again()
    await client.reads("You said: E-mail: me@example.com")
    await expect(form.get_by_role("button", name="Sent")).to_be_visible()
    assert await shop.texts() == ["leave a message", "E-mail: me@example.com\nMessage: Where is it?"]


async def test_a_slow_line_that_breaks_keeps_order_and_doubles_nothing(client, shop):
    await client.ask("hello", "You said: hello")
    client.tap.delay_s = 0.4
    await client.say("one")
    await client.say("two")
    await client.tap.cut()
    await client.say("three")
    client.tap.delay_s = 0.0
    await client.reads("You said: three")
    assert await shop.texts() == ["hello", "one", "two", "three"]
    said = [text for text in await client.texts() if not text.startswith("You said")]
    assert said == ["hello", "one", "two", "three"]


async def test_tabs_share_what_is_unsent_and_send_it_once_in_order(new_context, shop):
    context = await new_context()
    one, other = await Visit.begin(context, shop.url), await Visit.begin(context, shop.url)
    await one.open()
    await other.open()
    await one.ask("hello", "You said: hello")
    await other.reads("You said: hello")
    await shop.shut()
    await expect(other.page.get_by_text("No connection.")).to_be_visible()
    await one.say("first, from one")
    await other.reads("first, from one")
    await other.say("second, from the other")
    await one.reads("second, from the other")
    await one.composer.fill("half a")
    await one.page.close()
    await shop.open()
    await other.reads("You said: second, from the other")
    assert await shop.texts() == ["hello", "first, from one", "second, from the other"]
    assert sorted(await other.texts()) == sorted({*await other.texts()})


async def test_how_it_was_is_asked_at_the_end_and_kept(client, shop):
    await client.ask("a person", "You said: a person")
    desk = {"open": True, "available": True, "zone": "UTC"}
    specialist = {"name": "Ana Ruiz", "category": "Design & Creative"}
    await client.tap.says("state", {"owner": "specialist", "specialist": specialist, "desk": desk, "can": []})
    await expect(client.page.get_by_text("Ana Ruiz")).to_be_visible()
    await client.tap.says("state", {"owner": "assistant", "desk": desk, "can": []})
    asked = client.page.get_by_role("group", name="How was this conversation?")
    await expect(asked).to_be_visible()
    await expect(client.composer).to_be_focused()
    await asked.get_by_role("radio", name="Very good").check(force=True)
    await client.page.get_by_label("What could be better?").fill("Nothing.")
    await client.page.locator(".rating").get_by_role("button", name="Send").click()
    await expect(asked).to_have_count(0)
    assert await shop.ratings() == [(5, "Nothing.")]


async def test_who_looks_elsewhere_is_called_by_the_title_and_if_wished_by_a_notification(client, shop):
    await client.ask("hello", "You said: hello")
    page = client.page
    await page.context.grant_permissions(["notifications"])
    await page.evaluate(
        "window.shown = []; window.Notification = class { constructor(...it) { window.shown.push(it[0]); } static permission = 'granted'; static requestPermission = async () => 'granted'; }; null"
    )
    await page.get_by_role("button", name="Options").click()
    await page.get_by_label("A notification when I am elsewhere").check()
    title = await page.title()
    await page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' }); document.hasFocus = () => false; null"
    )
    await shop.writes("client-demo", "The deposit arrived.")
    await expect(page).to_have_title(f"(1) {title}")
    assert await page.evaluate("window.shown") == ["Milepost Market help"]
    await page.evaluate("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page).to_have_title(title)
