"""The chat in Firefox: the way through it that most people take, and the places where browsers differ."""

import pytest

from tests.browser.shop import FOREIGN

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAUNCHER, COMPOSER, MESSAGE, PANEL = ".launcher", ".composer textarea", "[role=log] article", ".panel"
HOST = "<!doctype html><html lang=en><head><title>A host</title>{}</head><body><main><h1>A host's page</h1></main></body></html>"
TEXTS = "() => [...document.querySelector('milepost-chat').shadowRoot.querySelectorAll('.message .text')].map((it) => it.textContent).join('|')"


async def opened(tab, address):
    await tab.goes_to(address)
    await tab.clicks(LAUNCHER)
    await tab.is_at(COMPOSER)
    return tab


async def ask(tab, text, answer):
    await tab.types(text)
    await tab.presses("Enter")
    await tab.sees(MESSAGE, answer)


async def test_a_person_asks_chooses_and_is_answered_in_the_dark(tabs, shop):
    tab = await opened(await tabs(), shop.url)
    await tab.sees(".who", "Signed in as")
    await ask(tab, "is my milestone paid?", "not paid yet")
    await tab.sees(".clock .amount", "$600.00")
    await ask(tab, "which one?", "Which milestone do you mean?")
    await tab.clicks(".choice", "Draft copy")
    await tab.sees(MESSAGE, "You said: Draft copy")
    await tab.is_at(COMPOSER)
    dark = "(panel) => getComputedStyle(find('.panel', '')).backgroundColor === 'rgb(19, 25, 24)'"
    assert await tab.until(dark)


async def test_everything_can_be_done_by_keyboard(tabs, shop):
    tab = await tabs()
    await tab.goes_to(shop.url)
    await tab.until("() => { find('.launcher', '')?.focus(); return focused()?.matches('.launcher'); }")
    await tab.presses("Enter")
    await tab.is_at(COMPOSER)
    await ask(tab, "leave a message", "Leave a message.")
    await tab.presses("Shift", "Tab")
    await tab.is_at(".form .action")
    await tab.presses("Space")
    await tab.is_at(".form [name=email]")
    await tab.types("me@example.com")
    for _ in range(2):
        await tab.presses("Tab")
    await tab.types("Where is my receipt?")
    await tab.presses("Tab")
    await tab.presses("Space")
    await tab.sees(MESSAGE, "You said: E-mail: me@example.com")
    await tab.is_at(COMPOSER)
    await tab.presses("Escape")
    await tab.is_at(LAUNCHER)


async def test_each_answer_is_announced_once_and_the_box_grows_with_its_text(tabs, shop):
    tab = await opened(await tabs(), shop.url)
    await tab.runs("""() => {
      window.overheard = [];
      new MutationObserver((changes) => changes.forEach((each) => each.addedNodes.forEach((it) => overheard.push(it.textContent))))
        .observe(document.querySelector("milepost-chat").shadowRoot.querySelector(".announcer"), { childList: true });
    }""")
    await ask(tab, "hello", "You said: hello")
    await ask(tab, "is it there?", "You said: is it there?")
    heard = await tab.until("() => overheard.length > 1 && overheard")
    assert heard == ["Assistant: You said: hello", "Assistant: You said: is it there?"]
    low = await tab.until("() => find('.composer textarea', '').offsetHeight")
    for _ in range(3):
        await tab.presses("Shift", "Enter")
    assert await tab.until("(low) => find('.composer textarea', '').offsetHeight > low + 40", low)


async def test_a_draft_outlives_the_page_and_tabs_agree(tabs, shop):
    tab = await opened(await tabs(), shop.url)
    await ask(tab, "hello", "You said: hello")
    await tab.types("half a sent")
    await tab.reloads()
    await tab.clicks(LAUNCHER)
    await tab.until("() => find('.composer textarea', '')?.value === 'half a sent'")
    await tab.is_at(COMPOSER)
    await tab.types("ence")
    await tab.presses("Enter")
    await tab.sees(MESSAGE, "You said: half a sentence")
    other = await opened(await tabs(), shop.url)
    await other.sees(MESSAGE, "You said: half a sentence")
    await ask(other, "from the other one", "You said: from the other one")
    await tab.comes_to_front()
    await tab.sees(MESSAGE, "You said: from the other one")
    assert await tab.runs(TEXTS) == await other.runs(TEXTS)
    assert await shop.texts() == ["hello", "half a sentence", "from the other one"]


async def test_what_was_written_while_the_server_was_down_arrives_once(tabs, shop):
    tab = await opened(await tabs(), shop.url)
    await ask(tab, "hello", "You said: hello")
    await shop.shut()
    await tab.sees(".note", "No connection.")
    await tab.types("are you there?")
    await tab.presses("Enter")
    await tab.sees(".fate", "Waiting to be sent")
    await shop.open()
    await tab.sees(MESSAGE, "You said: are you there?")
    assert await shop.texts() == ["hello", "are you there?"]


async def test_a_host_with_a_strict_policy_needs_no_exception(tabs, shop):
    tab = await tabs()
    head = '<script src="/widget.js" data-title="Help" async></script>'
    await tab.serves(f"{shop.url}/host", HOST.format(head), policy="default-src 'self'")
    await opened(tab, f"{shop.url}/host")
    await ask(tab, "hello", "You said: hello")
    assert await tab.until("() => getComputedStyle(find('.panel', '')).position === 'fixed'"), (
        "the style sheet is in use"
    )


async def test_on_another_site_the_chat_is_in_a_frame_and_keys_reach_it(tabs, shop):
    tab = await tabs()
    head = f'<script src="{shop.url}/widget.js" data-isolation="iframe" data-title="Help" async></script>'
    await tab.serves(f"{FOREIGN}/", HOST.format(head))
    await tab.goes_to(f"{FOREIGN}/")
    await tab.clicks(LAUNCHER)
    frame = await tab.frame()
    await frame.is_at(COMPOSER)
    await ask(frame, "hello", "You said: hello")
    await frame.presses("Escape")
    await tab.is_at(LAUNCHER)


async def test_all_of_it_fits_a_narrow_phone(tabs, shop):
    tab = await opened(await tabs(width=320), shop.url)
    await ask(tab, "everything", "Everything at once.")
    wide = "() => ['.panel', '.thread'].map((name) => find(name, '')).filter((it) => it.scrollWidth > it.clientWidth).length === 0"
    assert await tab.until(wide)
    small = "() => [...find('.panel', '').querySelectorAll('button, select, input:not(.unseen)')].filter((it) => it.getBoundingClientRect().height < 24).length === 0"
    assert await tab.until(small)
