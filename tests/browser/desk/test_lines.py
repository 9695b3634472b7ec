"""Nothing that a specialist wrote is lost when the line breaks or the page is loaded anew."""

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import CALL

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Client Demo"


@pytest.fixture
def chatting(client, consoles):
    """Bring the client and a specialist together."""

    async def begin(handle="specialist-web"):
        console = await consoles(handle)
        await client.ask(CALL, "You are in line")
        await console.accepts(NAME)
        return console

    return begin


async def test_what_was_written_while_the_server_was_down_arrives_once_and_in_order(chatting, client, shop):
    console = await chatting()
    await shop.shut()
    await expect(console.page.get_by_text("No connection.")).to_be_visible()
    await console.says("first")
    await console.says("second")
    await console.page.keyboard.type("half a sent")
    await expect(console.thread.get_by_text("Waiting to be sent")).to_have_count(2)
    await shop.open()
    await client.reads("second")
    await expect(console.page.get_by_text("No connection.")).to_be_hidden()
    await expect(console.thread.get_by_text("Waiting to be sent")).to_have_count(0)
    await expect(console.box(NAME)).to_have_value("half a sent")
    await expect(console.box(NAME)).to_be_focused()
    assert (await shop.texts("specialist"))[-2:] == ["first", "second"]


async def test_a_reply_and_a_note_survive_a_reload_each_in_its_own_box(chatting, shop):
    console = await chatting()
    page = console.page
    await page.keyboard.type("for the client")
    await page.keyboard.press("Alt+n")
    note = page.get_by_label(f"Private note about {NAME}")
    await expect(note).to_be_focused()
    await expect(note).to_have_value("")
    await page.keyboard.type("for the desk")
    await page.reload()
    await expect(console.box(NAME)).to_have_value("for the client")
    await page.get_by_role("tab", name="Private note").click()
    await expect(note).to_have_value("for the desk")
    await page.get_by_role("button", name="Save note").click()
    await expect(console.thread.locator(".note-card")).to_contain_text("for the desk")
    assert "for the desk" not in " ".join(await shop.texts("specialist"))


async def test_a_session_that_has_ended_asks_to_sign_in_and_shows_nothing_of_before(chatting):
    console = await chatting()
    await console.page.get_by_role("button", name="Sign out").click()
    await expect(console.page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
    await expect(console.page.get_by_text(NAME)).to_have_count(0)
    await console.signs_in("specialist-design")
    await expect(console.page.get_by_text("Nobody is with you right now.")).to_be_visible()


async def test_a_wrong_password_is_told_and_the_name_is_kept(consoles):
    console = await consoles(None)
    await console.signs_in("specialist-web", "not the password")
    await expect(console.page.get_by_role("alert")).to_have_text(
        "The name or the password is wrong. Check both and try again."
    )
    await expect(console.page.get_by_label("Password", exact=True)).to_be_focused()
    await expect(console.page.get_by_label("Name", exact=True)).to_have_value("specialist-web")
    assert await console.faults() == []
