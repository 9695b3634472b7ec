"""The console can be used by keyboard and screen reader, in little room, in the dark; each thing is announced once."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import CALL

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Client Demo"
TABLETS = ({"width": 1024, "height": 768}, {"width": 768, "height": 1024})
DIALOGS = ("t", "b", "w", "p", "?")
OVERHEARD = """() => {
  window.overheard = [];
  for (const region of document.querySelectorAll(".announcer")) {
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) window.overheard.push(node.textContent);
    }).observe(region, { childList: true });
  }
}"""

#: A ready reply is asked for, narrowed down and chosen before the browser hears anything from the gateway.
CHOSEN_AHEAD = """async (letters) => {
  const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press("/");
  await null;
  document.activeElement.value = letters;
  document.activeElement.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await null;
  press("Enter");
}"""


#: What has the cursor when the next key could be pressed: what a key has begun is drawn before, without waiting for a frame.
NEXT_KEY_GOES_TO = """async (key) => {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (let turn = 0; turn < 10; turn++) await null;
  return document.activeElement.id || document.activeElement.closest("label")?.innerText;
}"""


async def test_axe_finds_nothing_grave_in_any_state_and_all_of_it_fits_a_tablet(client, consoles):
    console = await consoles()
    page = console.page
    assert await console.faults() == [], "empty"
    await client.ask(CALL, "You are in line")
    await expect(console.offer(NAME)).to_be_visible()
    assert await console.faults() == [], "an offer"
    await console.accepts(NAME)
    await console.says("Hello")
    await page.keyboard.press("Alt+n")
    await console.says("A note")
    await expect(console.thread.locator(".note-card")).to_be_visible()
    assert await console.faults() == [], "a chat, and a note being written"
    await console.presses("Alt+r", "/")
    await expect(page.get_by_role("listbox")).to_be_visible()
    assert await console.faults(".picker") == [], "ready replies"
    await console.presses("Escape", "Escape")
    for key in DIALOGS:
        await console.presses(key)
        await expect(console.dialog).to_be_visible()
        assert await console.faults("dialog") == [], f"the dialog of {key}"
        await console.presses("Escape")
        await expect(console.dialog).to_be_hidden()
    await console.presses("e")
    await expect(page.get_by_role("form", name="Job post")).to_be_visible()
    assert await console.faults(".draft-form") == [], "a job post"
    for tablet in TABLETS:
        await page.set_viewport_size(tablet)
        assert not await console.is_too_wide(), tablet
    assert await console.faults(".chats") == [], "a tablet"


async def test_the_keyboard_is_enough_and_can_be_told_to_wait_for_alt(client, consoles):
    console = await consoles()
    page = console.page
    await page.evaluate(OVERHEARD)
    await client.ask(CALL, "You are in line")
    await console.accepts(NAME)
    await page.keyboard.press("/")
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    await expect(console.box(NAME)).to_have_value(re.compile(f"^Hello {NAME}, this is Specialist Web"))
    await page.keyboard.press("Enter")
    await client.reads(f"Hello {NAME}, this is Specialist Web.")
    await client.say("Good morning")
    await console.reads("Good morning")

    await console.presses("Escape", "3")
    await page.get_by_label("Search conversations").fill("morning")
    await page.keyboard.press("Enter")
    await page.get_by_role("link").filter(has_text="Good morning").click()
    await console.reads("Good morning")

    await page.locator("#thread").focus()
    await console.presses("?")
    await console.dialog.get_by_label("Single keys").uncheck()
    await console.presses("Escape", "w", "Alt+w")
    await expect(console.dialog).to_be_visible()
    assert await page.evaluate("window.overheard") == [
        f"{NAME} asks for help with Web & Mobile Development. Press A to accept, D to decline.",
        f"{NAME}: Good morning",
    ]


async def test_a_ready_reply_can_be_chosen_before_the_replies_are_there(client, consoles):
    console = await consoles()
    await client.ask(CALL, "You are in line")
    await console.accepts(NAME)
    await console.page.evaluate(CHOSEN_AHEAD, "hello")
    await expect(console.box(NAME)).to_have_value(re.compile(f"^Hello {NAME}, this is Specialist Web"))
    await expect(console.box(NAME)).to_be_focused()


async def test_the_next_key_goes_to_what_the_last_one_has_opened(client, consoles):
    console = await consoles()
    page = console.page
    await client.ask(CALL, "You are in line")
    await console.accepts(NAME)
    await console.presses("/")
    await page.keyboard.type("one moment")
    await expect(page.get_by_role("option", name="One moment")).to_be_visible()
    assert await page.evaluate(NEXT_KEY_GOES_TO, "Enter") == "Minutes"
    assert await page.evaluate(NEXT_KEY_GOES_TO, "Escape") == "write-reply"
    assert await page.evaluate(NEXT_KEY_GOES_TO, "Escape") == "thread"
    await console.presses("i")
    await expect(console.details).to_be_hidden()
    assert await page.evaluate(NEXT_KEY_GOES_TO, "e") == "draft-title"
