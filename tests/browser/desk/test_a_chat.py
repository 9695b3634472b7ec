"""A client and a specialist meet: from the question to the assistant, over the queue, to an accepted job post."""

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import CALL

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Client Demo"
POST = {
    "Title": "Landing page for a bakery",
    "Goal": "Orders for cakes from people nearby",
    "What is delivered": "One page with a form for orders",
    "Skills": "Web design, HTML",
    "Budget": "1,500",
}


async def test_a_question_becomes_a_chat_and_the_chat_an_accepted_job_post(client, consoles):
    console = await consoles()
    await client.ask("hello", "You said: hello")
    await client.ask(CALL, "You are in line for a person: number 1.")
    await expect(console.offer(NAME)).to_contain_text("left")
    await expect(console.page).to_have_title("(1) Milepost desk")
    await console.accepts(NAME)
    await client.reads("Specialist Web has joined")

    await console.page.keyboard.type("Hello, what is")
    await expect(client.page.get_by_text("is writing")).to_be_attached()
    await console.says(" the project about?")
    await client.reads("Hello, what is the project about?")
    await client.say("A page for our bakery, see https://example.com/bakery")
    line = await console.reads("A page for our bakery")
    await expect(line.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer nofollow")
    await expect(console.thread.get_by_text("Seen", exact=True)).to_be_visible()

    await console.presses("Escape", "n")
    await console.says("Wants a fixed price.")
    await expect(console.thread.locator(".note-card")).to_contain_text("Wants a fixed price.")

    await console.presses("Escape", "e")
    for label, text in POST.items():
        await console.details.get_by_role("textbox", name=label).fill(text)
    await console.details.get_by_label("Kind of budget").select_option("fixed")
    await console.details.get_by_role("button", name="Save and show").click()
    shown = await client.reads("Landing page for a bakery")
    await shown.get_by_role("button", name="Accept").click()
    await expect(console.details).to_contain_text("Accepted by the client")

    await console.page.locator("#thread").focus()
    await console.presses("b")
    await expect(console.dialog.get_by_role("button", name="Back to the assistant")).to_be_focused()
    await console.presses("Enter")
    await client.reads("Specialist Web has left the chat. The assistant answers again.")
    await expect(console.page.get_by_text("Nobody is with you right now.")).to_be_visible()
    await client.ask("thanks", "You said: thanks")
    assert not [text for text in await client.texts() if "fixed price." in text], "a note is the desk's alone"


async def test_several_chats_are_counted_apart_and_wrapped_up_with_a_reason(visits, consoles, shop):
    console = await consoles()
    people = {"client-demo": NAME, "suspended-demo": "Suspended Demo"}
    visit_of = {}
    for account in people:
        visit_of[account] = visit = await visits(account=account)
        await visit.open()
        await visit.ask(CALL, "You are in line")
    for name in people.values():
        await console.offer(name).get_by_role("button", name="Accept").click()
        await expect(console.box(name)).to_be_focused()
    mine = console.page.get_by_role("link").filter(has_text="Demo")
    await expect(mine).to_have_count(2)
    first = visit_of["client-demo"]
    await mine.filter(has_text=people["suspended-demo"]).click()
    await first.say("are you there?")
    await first.say("hello?")
    entry = mine.filter(has_text=NAME)
    await expect(entry).to_contain_text("unread message")
    await expect(console.page).to_have_title("(2) Milepost desk")
    await console.presses("Alt+j")
    await console.reads("hello?")
    await expect(console.page).to_have_title("Milepost desk")

    await console.presses("Escape", "w")
    await console.dialog.get_by_role("button", name="End the chat").click()
    await expect(console.dialog.get_by_role("alert")).to_have_text("Choose how it went.")
    await console.dialog.get_by_label("Solved").check()
    await console.page.keyboard.press("Enter")
    await first.reads("has ended the chat")
    await expect(mine).to_have_count(1)
