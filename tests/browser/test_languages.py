"""The interface is whole in each language, and written in its direction."""

import pytest
from playwright.async_api import expect

from tests.browser.script import ORDER

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: Every text and accessible name inside the chat that the interface itself says: not messages, not what blocks bring.
OWN_WORDS = """() => {
  const root = document.querySelector("milepost-chat").shadowRoot;
  const found = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (let it = walk.nextNode(); it; it = walk.nextNode()) {
    if (it.closest(".text, .card-title, .over-title, .pill, time, .faint, .amount, dd, td, li, .links, option, .choice:not(.empty .choice)")) continue;
    for (const name of ["aria-label", "placeholder", "title"]) if (it.getAttribute(name)) found.push(it.getAttribute(name));
    const own = [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join(" ").trim();
    if (/[A-Za-z]{2}/.test(own) && !it.closest(".announcer")) found.push(own);
  }
  return found;
}"""
#: What the server says, and values that stand in sentences.
GIVEN = {
    "Assistant",
    "Milepost Market help",
    "E-mail",
    "About",
    "Message",
    "Leave message",
    "A specialist looks at your identity card with you.",
}


async def speaks(visit, language):
    await visit.page.evaluate("(tag) => window.Milepost.push(['language', tag])", language)
    await visit.page.locator(".launcher").click()
    await expect(visit.page.locator(".composer textarea")).to_be_focused()


async def types(visit, text, answer):
    await visit.page.keyboard.type(text)
    await visit.page.keyboard.press("Enter")
    return await visit.reads(answer)


async def test_nothing_is_left_untranslated(visits):
    visit = await visits()
    await speaks(visit, "en-XA")
    await expect(visit.page.locator(".greeting")).to_be_visible()
    for text in ("is my milestone paid?", "leave a message", "everything", "help me plan"):
        await types(visit, text, ORDER[text][0].text[:20])
    await visit.page.locator(".heading button").first.click()
    words = await visit.page.evaluate(OWN_WORDS)
    assert len(words) > 30
    assert [word for word in words if "[" not in word and word not in GIVEN] == []


async def test_spanish_is_spoken_with_its_own_plurals_dates_and_sums(visits):
    visit = await visits(locale="es-ES")
    await speaks(visit, "es")
    await expect(visit.page.get_by_text("Sesión iniciada como Client Demo")).to_be_visible()
    answer = await types(visit, "is my milestone paid?", "not paid yet")
    card = answer.locator(".clock")
    await expect(card).to_contain_text("600,00")
    await expect(card).to_contain_text("mié, 28 nov 2046")
    await expect(card).to_contain_text("El dinero se libera al profesional.")
    await expect(card.get_by_role("timer")).to_contain_text("Quedan")
    assert await visit.page.locator(".widget").get_attribute("lang") == "es"
    # The words change while the chat is open, and the server is told for what it says.
    await visit.page.evaluate("window.Milepost.language('en-GB')")
    await expect(visit.page.get_by_text("Signed in as Client Demo")).to_be_visible()
    await expect(answer).to_be_visible()


async def test_a_language_from_the_right_mirrors_the_chat(visits):
    visit = await visits()
    await speaks(visit, "ar-XB")
    panel = visit.page.locator(".panel")
    await expect(panel).to_be_visible()
    await types(visit, "hello", "You said: hello")
    box = await panel.bounding_box()
    assert box["x"] < 100, "it stands at the left"
    own, answer = visit.thread.locator(".is-user .text"), visit.thread.locator(".is-assistant .text")
    assert (await own.bounding_box())["x"] < (await answer.bounding_box())["x"] + (await answer.bounding_box())["width"]
    assert await panel.evaluate("(it) => getComputedStyle(it).direction") == "rtl"
