"""The chat can be used by keyboard and screen reader, and on a small screen."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 320, "height": 640}


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
    assert await client.overheard(3) == [
        "Assistant: You said: one",
        "Assistant: Which milestone do you mean? 2 answers to choose from",
        "Assistant: While you were away.",
    ]


async def test_in_the_accessibility_tree_one_live_region_holds_each_new_message_once(client):
    session = await client.page.context.new_cdp_session(client.page)
    for text in ("one", "two"):
        await client.ask(text, f"You said: {text}")
        await expect(client.page.locator(".announcer").get_by_text(f"You said: {text}")).to_have_count(1)
        nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
        assert len(list(spoken(nodes, f"You said: {text}"))) == 1


def spoken(nodes, text):
    """The texts of the tree that stand in a live region: what a screen reader says by itself."""
    by_id = {node["nodeId"]: node for node in nodes}

    def is_live(node):
        told = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
        return told.get("live") in {"polite", "assertive"}

    for node in nodes:
        if node.get("role", {}).get("value") != "StaticText" or text not in node.get("name", {}).get("value", ""):
            continue
        above = node
        while above is not None and not is_live(above):
            above = by_id.get(above.get("parentId"))
        if above is not None:
            yield node


async def test_the_history_itself_is_not_announced(client):
    await expect(client.thread).to_have_attribute("aria-live", "off")


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
