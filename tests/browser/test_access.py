"""The chat can be used by keyboard and screen reader, on a small screen, and under a strict policy."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 320, "height": 640}
HOST = """<!doctype html><html lang="en"><head><title>A host</title>
<script src="/widget.js" data-title="Help" async></script></head>
<body><main><h1>A host's page</h1></main></body></html>"""


async def test_the_keyboard_is_enough(client, shop):
    page = client.page
    await page.keyboard.press("Escape")
    await expect(client.launcher).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(client.composer).to_be_focused()
    await page.keyboard.type("which one?")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    answer = await client.reads("Which milestone do you mean?")
    await expect(client.composer).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await expect(answer.get_by_role("button", name="Final logo files")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(client.composer).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Space")
    await client.reads("You said: Final logo files")
    await expect(client.composer).to_be_focused()
    # Spent buttons have left the tab order: before the composer there is the thread itself.
    await page.keyboard.press("Shift+Tab")
    await expect(client.thread).to_be_focused()
    assert await shop.texts() == ["which one?", "Final logo files"]


async def test_each_answer_is_announced_once_and_history_never(client, shop):
    await client.ask("before", "You said: before")
    await client.page.reload()
    await client.open()
    await client.reads("You said: before")
    await client.overhears()
    await client.ask("one", "You said: one")
    await client.ask("which one?", "Which milestone do you mean?")
    await shop.shut()
    await expect(client.page.get_by_text("No connection.")).to_be_visible()
    await shop.writes("client-demo", "While you were away.")
    await shop.open()
    await client.reads("While you were away.")
    assert await client.overheard() == [
        "Assistant: You said: one",
        "Assistant: Which milestone do you mean? 2 answers to choose from",
        "Assistant: While you were away.",
    ]


async def test_the_history_itself_is_not_announced(client):
    await expect(client.thread).to_have_attribute("aria-live", "off")


async def test_axe_finds_nothing_grave_in_any_state(visits, shop):
    visit = await visits()
    await expect(visit.page.get_by_role("article").first).to_be_visible()
    assert await visit.faults() == [], "closed"
    await visit.open()
    assert await visit.faults() == [], "open"
    await visit.ask("is my milestone paid?", "not paid yet")
    await visit.ask("everything", "Everything at once.")
    await visit.ask("which one?", "Which milestone do you mean?")
    await visit.thread.get_by_role("button", name="Draft copy").click()
    await visit.reads("You said: Draft copy")
    assert await visit.faults() == [], "answered"
    form = await visit.ask("leave a message", "Leave a message.")
    await form.get_by_role("button", name="Send").click()
    assert await visit.faults() == [], "form"
    await shop.shut()
    await expect(visit.page.get_by_text("No connection.")).to_be_visible()
    await visit.say("waiting")
    await expect(visit.thread.get_by_text("Waiting to be sent")).to_be_visible()
    assert await visit.faults() == [], "offline"


async def test_nothing_is_wider_than_a_small_phone(visits):
    visit = await visits(viewport=PHONE)
    await expect(visit.page.get_by_role("article").first).to_be_visible()
    assert not await visit.is_too_wide()
    await visit.open()
    for question, answer in (
        ("is my milestone paid?", "not paid yet"),
        ("everything", "Everything at once."),
        ("leave a message", "Leave a message."),
        ("w" * 300, "You said: www"),
    ):
        await visit.ask(question, answer)
        assert not await visit.is_too_wide(), question


async def test_a_host_with_a_strict_policy_needs_no_exception(visits, shop, new_context):
    context = await new_context()
    await context.route(
        "**/host",
        lambda route: route.fulfill(
            body=HOST, content_type="text/html", headers={"Content-Security-Policy": "default-src 'self'"}
        ),
    )
    page = await context.new_page()
    broken: list[str] = []
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    await page.goto(f"{shop.url}/host")
    await page.get_by_role("button", name="Open the help chat").click()
    await page.get_by_label("Your message").fill("hello")
    await page.get_by_label("Your message").press("Enter")
    await expect(page.get_by_role("log").get_by_text("You said: hello")).to_be_visible()
    panel = page.get_by_role("region", name="Help")
    assert await panel.evaluate("(panel) => getComputedStyle(panel).position") == "fixed", "the style sheet is in use"
    assert broken == []
