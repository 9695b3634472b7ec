"""The verification page speaks the language of the chat that opened it, and leaves nothing untranslated."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.visit import AXE, GRAVE

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: Every text and accessible name of the page that is not what a person wrote or a machine told.
OWN_WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  for (let it = walk.nextNode(); it; it = walk.nextNode()) {
    if (it.closest("script, noscript, .detail, time")) continue;
    for (const name of ["aria-label", "placeholder", "title"]) if (it.getAttribute(name)) found.push(it.getAttribute(name));
    const own = [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join(" ").trim();
    if (/[A-Za-z]{2}/.test(own)) found.push(own);
  }
  return found;
}"""
#: Names, what a verifier wrote, and what the browser calls itself.
GIVEN = re.compile(r"Again|Vera|Chrome \d+")
#: What each state of the line shows, beside the checks.
STATES = (
    ("waiting", {"position": 2, "wait_s": 240}),
    ("ringing", {"ring_until": "2046-11-23T18:01:00.000Z", "verifier": "Vera"}),
    ("retry", {"reason": "Again"}),
    ("failed", {"reason": "Again"}),
    ("passed", {"reason": "Again"}),
)


@pytest.fixture
def speaking(persons, counter):
    async def opened(tag, **how):
        person = await persons(**how)
        await person.page.goto("about:blank")
        await person.page.goto(f"{counter.url}/verify?lang={tag}#another-ticket")
        return person

    return opened


async def test_spanish_is_spoken_from_the_checks_to_the_verdict(speaking, counter):
    person = await speaking("es-MX", locale="en-US")
    await person.reads("Antes de la llamada: comprobemos su ordenador")
    assert await person.page.evaluate("document.documentElement.lang") == "es-MX"
    assert await person.page.title() == "Verificación por vídeo"
    await person.button("Empezar las comprobaciones").click()
    await person.page.get_by_role("checkbox").check()
    await expect(person.page.get_by_text("Todo está listo.")).to_be_visible()
    await person.page.evaluate(AXE.read_text("utf-8"))
    found = await person.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"] if one["impact"] in GRAVE] == []
    await person.button("Ponerse en la cola").click()
    await counter.says("waiting", position=1, wait_s=None)
    await person.reads("Está en la cola")
    await person.page.reload()
    await person.reads("Está en la cola")
    await counter.says("passed", reason="Todo bien.")
    await person.reads("Está verificado")


async def test_a_page_without_a_language_of_the_chat_is_english_whatever_the_browser_speaks(persons):
    person = await persons(locale="es-ES")
    await person.reads("Before the call: let us check your computer")
    assert await person.page.evaluate("document.documentElement.lang") == "en"


async def test_nothing_of_it_is_left_untranslated(speaking, counter):
    person = await speaking("en-XA")
    heading, shown = person.page.get_by_role("heading", level=1), ""
    for state, more in (("required", {}), *STATES):
        await counter.says(state, **more)
        await expect(heading).not_to_have_text(shown)
        shown = await heading.inner_text()
        assert "[" in shown, state
        words = await person.page.evaluate(OWN_WORDS)
        assert [word for word in words if "[" not in word and not GIVEN.fullmatch(word)] == [], state


async def test_a_language_from_the_right_mirrors_it(speaking):
    person = await speaking("ar-XB")
    await expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    assert await person.page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
