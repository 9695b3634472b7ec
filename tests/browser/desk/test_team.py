"""Chats go from hand to hand with their notes, and whoever looks after the desk sees where they are."""

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import CALL

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Client Demo"


async def test_a_transfer_takes_the_note_along_and_a_supervisor_sees_it_all(client, consoles):
    console = await consoles()
    await client.ask(CALL, "You are in line")
    await console.accepts(NAME)
    lead = await consoles("lead-demo")
    await console.presses("Escape", "t")
    await console.dialog.get_by_label("To", exact=True).select_option("specialist:lead-demo")
    await console.dialog.get_by_role("button", name="Transfer").click()
    await expect(console.dialog.get_by_role("alert")).to_have_text("Write a line for your colleague.")
    await console.dialog.get_by_label("Note for whoever takes it").fill("Wants a fixed price.")
    await console.page.keyboard.press("Control+Enter")
    await lead.accepts(NAME)
    await expect(lead.thread.locator(".note-card")).to_contain_text("Wants a fixed price.")

    await lead.presses("Escape", "6")
    row = lead.page.get_by_role("row", name="Specialist Web")
    await expect(row).to_contain_text("Online")
    assert await lead.faults() == []
    await console.presses("6")
    await expect(console.page.get_by_role("heading", name="Team")).to_have_count(0)


async def test_a_supervisor_gives_a_waiting_person_to_somebody(client, consoles):
    lead = await consoles("lead-demo")
    await lead.page.get_by_role("switch", name="Your presence").click()
    console = await consoles()
    await client.ask(CALL, "You are in line")
    await expect(console.offer(NAME)).to_be_visible()
    await console.presses("d")
    await expect(console.offer(NAME)).to_be_hidden()
    design = await consoles("specialist-design")
    await lead.presses("6")
    chooser = lead.page.get_by_label(f"Give {NAME} to")
    await chooser.select_option("specialist-design")
    await design.accepts(NAME)
    await client.reads("Specialist Design has joined")

    await lead.presses("3")
    await lead.page.get_by_label("Search conversations").fill("talk to a person")
    await lead.page.keyboard.press("Enter")
    await lead.page.get_by_role("link").filter(has_text=NAME).click()
    await expect(lead.page.get_by_text("Specialist Design has this conversation.")).to_be_visible()
    await lead.page.get_by_role("button", name="Reassign").click()
    await lead.dialog.get_by_label("To", exact=True).select_option("specialist-web")
    await lead.dialog.get_by_role("button", name="Reassign").click()
    await console.accepts(NAME)
    await expect(design.page.get_by_text("Nobody is with you right now.")).to_be_visible()
