"""What is asked for after hours is kept, promised, and answered when the desk opens."""

from datetime import datetime

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import CALL, FRIDAY_FIVE_PAST_FIVE, LEAVE, PACIFIC

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHAT = "How do I describe a project that has no end date?"
MONDAY_SEVEN = datetime(2026, 11, 30, 7, 0, tzinfo=PACIFIC)
TUESDAY_NOON = datetime(2026, 12, 1, 12, 0, tzinfo=PACIFIC)


@pytest.fixture
def at() -> dict[str, object]:
    return {"at": FRIDAY_FIVE_PAST_FIVE}


@pytest.fixture
def left(visits, shop):
    """Leave a message on Friday evening."""

    async def leave():
        shop.takes_messages(what=WHAT)
        friday = await visits()
        await friday.open()
        closed = await friday.ask(CALL, "The specialists are away now. They are back on Mon 30 Nov")
        await closed.get_by_role("button", name=LEAVE).click()
        form = await friday.reads("The desk reads it.")
        await form.get_by_role("textbox").fill(WHAT)
        await form.get_by_role("button", name="Send").click()
        kept = await friday.reads("Your message is kept under the reference")
        await friday.page.close()
        return kept

    return leave


async def test_a_message_of_friday_evening_is_answered_on_monday(left, visits, consoles, shop):
    await left()
    await shop.moves_to(MONDAY_SEVEN)
    console = await consoles()
    await console.presses("2")
    card = console.page.get_by_role("article").filter(has_text=WHAT)
    await expect(card).to_contain_text("A message to answer")
    await expect(card).to_contain_text("Due in")
    await card.get_by_role("button", name="Answer by mail").click()
    await expect(console.dialog).to_contain_text(WHAT)
    await expect(console.dialog.get_by_label("Your answer")).to_be_focused()
    await console.page.keyboard.type("Choose hourly, and describe the first month.")
    await console.page.keyboard.press("Control+Enter")
    await expect(console.page.get_by_role("status").filter(has_text="Answered")).to_be_visible()
    await expect(console.page.get_by_text("Nothing is owed to anybody.")).to_be_visible()

    monday = await visits()
    await monday.open()
    await monday.reads("Choose hourly, and describe the first month.")


async def test_what_is_not_answered_in_time_is_marked_overdue(left, consoles, shop):
    await left()
    await shop.moves_to(TUESDAY_NOON)
    console = await consoles()
    await expect(console.page.get_by_role("link", name="Follow-ups (1 overdue)")).to_be_visible()
    await expect(console.page.get_by_text("1 promise is about to break.")).to_be_visible()
    await console.page.get_by_role("button", name="Show", exact=True).click()
    card = console.page.get_by_role("article").filter(has_text=WHAT)
    await expect(card).to_contain_text("Overdue")
    assert await console.faults() == []
    await card.get_by_role("button", name="Mark as kept").click()
    await expect(card).to_be_hidden()
