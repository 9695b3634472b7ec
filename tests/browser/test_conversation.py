"""A person asks, chooses and fills in, and reads the answers."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_signed_in_question_is_answered_with_the_deadline_that_runs(client, shop):
    answer = await client.ask("is my milestone paid?", "not paid yet")
    card = answer.locator(".clock")
    for shown in ("C-1001", "Final logo files", "$600.00", "Submitted", "The client", "The money is released"):
        await expect(card).to_contain_text(shown)
    # The user's own zone, named, and UTC beside it.
    await expect(card).to_contain_text("Wed, Nov 28, 2046, 12:30 AM GMT+1")
    await expect(card).to_contain_text("Tue, Nov 27, 2046, 11:30 PM UTC")
    await expect(card).to_contain_text("As of")
    assert shop.assistant.asked[0]["metadata"]["account"] == "client-demo"
    assert shop.assistant.asked[0]["metadata"]["zone"] == "Europe/Berlin"


async def test_a_deadline_is_said_once_to_whoever_lives_by_utc(visits):
    visit = await visits(timezone_id="UTC")
    await visit.open()
    answer = await visit.ask("is my milestone paid?", "not paid yet")
    due = answer.locator(".clock dd").filter(has=visit.page.locator("time"))
    await expect(due).to_have_text("Tue, Nov 27, 2046, 11:30 PM UTC")


async def test_a_link_leads_to_the_web_or_nowhere(client):
    answer = await client.ask("is my milestone paid?", "not paid yet")
    link = answer.get_by_role("link")
    await expect(link).to_have_count(1)
    assert await link.get_attribute("rel") == "noopener noreferrer"
    await expect(answer.get_by_text("Not a web address")).to_be_visible()


async def test_text_is_shown_as_text(client):
    await client.ask("<img src=x onerror=alert(1)>", "You said: <img src=x")
    await expect(client.thread.locator("img")).to_have_count(0)


async def test_a_chosen_button_is_said_and_the_others_are_spent(client, shop):
    answer = await client.ask("which one?", "Which milestone do you mean?")
    await answer.get_by_role("button", name="Draft copy").click()
    await client.reads("You said: Draft copy")
    for button in await answer.get_by_role("button").all():
        await expect(button).to_have_attribute("aria-disabled", "true")
        await expect(button).to_have_attribute("tabindex", "-1")
    await answer.get_by_role("button", name="Final logo files").click(force=True)
    await client.ask("hello", "You said: hello")
    assert await shop.texts() == ["which one?", "Draft copy", "hello"]


async def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(client, shop):
    answer = await client.ask("leave a message", "Leave a message.")
    send = answer.get_by_role("button", name="Send")
    await send.click()
    await expect(answer.get_by_label("E-mail")).to_be_focused()
    await expect(answer.get_by_text("Please fill this in.")).to_have_count(2)
    await answer.get_by_label("E-mail").fill("nobody")
    await answer.get_by_label("About").select_option("Payments")
    await answer.get_by_role("textbox", name="Message").fill("Where is my receipt?")
    await send.click()
    # The server's own sentence, beside its field, and the user is taken there.
    await expect(answer.get_by_text("E-mail must be an e-mail address.")).to_be_visible()
    await expect(answer.get_by_label("E-mail")).to_be_focused()
    await expect(answer.get_by_label("E-mail")).to_have_value("nobody")
    await expect(answer.get_by_role("textbox", name="Message")).to_have_value("Where is my receipt?")
    await answer.get_by_label("E-mail").fill("me@example.com")
    await send.click()
    await expect(answer.get_by_role("button", name="Sent")).to_have_attribute("aria-disabled", "true")
    await client.reads("You said: E-mail: me@example.com")
    await client.page.reload()
    await client.open()
    await expect(client.thread.get_by_role("button", name="Sent")).to_be_visible()
    assert (await shop.texts())[-1] == "E-mail: me@example.com\nAbout: Payments\nMessage: Where is my receipt?"


async def test_every_block_is_shown_and_an_unknown_one_leaves_the_text(client):
    answer = await client.ask("everything", "Everything at once.")
    await expect(answer.get_by_role("listitem")).to_have_count(3)
    await expect(answer.get_by_role("cell", name="Escrow deposit for Draft copy")).to_be_visible()
    await expect(answer.get_by_role("cell", name="-$250.00")).to_be_visible()
    await expect(answer.locator(".status")).to_contain_text("Payments delayed")
    await expect(answer.locator(".draft .pill")).to_have_text(["drawing", "type"])
    assert "hologram" not in await answer.inner_text()


async def test_a_visitor_is_told_so_and_keeps_the_conversation(visits, shop):
    visit = await visits(account="")
    await visit.open()
    await expect(visit.page.get_by_text("Not signed in: general answers only")).to_be_visible()
    await visit.ask("what is escrow?", "You said: what is escrow?")
    assert shop.assistant.asked[0]["metadata"]["account"] is None
    await visit.page.reload()
    await visit.open()
    await visit.reads("You said: what is escrow?")


async def test_each_account_has_its_own_conversation(client):
    await client.ask("hello", "You said: hello")
    await client.page.get_by_label("Signed in as").select_option("freelancer-demo")
    await expect(client.page.get_by_role("region", name="Milepost Market help")).to_contain_text(
        "Signed in as Freelancer Demo"
    )
    await expect(client.messages).to_have_count(0)
    await client.page.get_by_label("Signed in as").select_option("")
    await expect(client.page.get_by_text("Not signed in: general answers only")).to_be_visible()
    await expect(client.messages).to_have_count(0)
    await client.page.get_by_label("Signed in as").select_option("client-demo")
    await client.reads("You said: hello")


async def test_the_page_shows_the_contracts_of_the_account(visits):
    visit = await visits()
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    await expect(visit.page.get_by_text("$1,150.00")).to_be_visible()
    await visit.page.get_by_role("button", name="Ask about Final logo files").click()
    await expect(visit.composer).to_have_value("What about milestone 2 of C-1001?")


async def test_a_text_that_is_too_long_is_counted_and_kept(client, shop):
    await client.say("x" * 2001)
    await expect(client.page.get_by_text("1 character too many")).to_be_visible()
    await expect(client.composer).to_have_value("x" * 2001)
    assert await shop.texts() == []


async def test_news_is_counted_while_the_chat_is_closed(client, shop):
    await client.ask("hello", "You said: hello")
    await client.page.get_by_role("button", name="Close the chat").click()
    await shop.writes("client-demo", "The deposit arrived.")
    await expect(client.page.get_by_role("button", name="Open the help chat. 1 new message")).to_be_visible()
    await client.open()
    await client.page.get_by_role("button", name="Close the chat").click()
    await expect(client.page.get_by_role("button", name="Open the help chat", exact=True)).to_be_visible()
