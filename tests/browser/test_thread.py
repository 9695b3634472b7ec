"""A long conversation is read without jumps and kept in a small space, whatever is new, old or of another day."""

import asyncio

import pytest
from playwright.async_api import expect

from bot.assistant import Utterance

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: What the thread may hold at once, whatever the conversation's length: src/lines.ts draws 80.
MOST_DRAWN = 85
LOOKS = 20
#: So many messages come in a row before it is waited until they are read.
AT_ONCE = 100
#: It is told to the gateway and kept at the same moment.
SEEN = """(seq) => Object.entries(localStorage).some(([key, kept]) => key.includes("seen:") && JSON.parse(kept).seq === seq)"""

BEGINS_IN_VIEW = "(line) => line.getBoundingClientRect().top >= line.closest('.thread').getBoundingClientRect().top"
ONE_LINE = 40
#: Open the chat, and press "Newest messages" so many frames after all that is new is drawn.
TO_NEWEST = """async (frames) => {
  const root = document.querySelector("milepost-chat").shadowRoot;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  root.querySelector(".launcher").click();
  while (root.querySelectorAll("[data-key]").length < 30 || !root.querySelector(".latest")) await frame();
  while (frames--) await frame();
  root.querySelector(".latest").click();
}"""


async def test_all_of_a_long_conversation_is_reached_and_little_of_it_is_drawn(client, shop):
    await client.ask("hello", "You said: hello")
    await shop.writes("client-demo", *(f"news {number}" for number in range(1, 261)))
    await client.reads("news 260")
    page = client.page
    for text in ("news 200", "news 120", "news 60", "hello"):
        wanted = client.thread.get_by_text(text, exact=True)
        while not await wanted.count():
            await client.thread.evaluate("(thread) => { thread.scrollTop = 0 }")
            await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert await client.messages.count() <= MOST_DRAWN
    assert (await client.texts())[:3] == ["hello", "You said: hello", "news 1"]
    await page.get_by_role("button", name="Newest messages").click()
    await client.reads("news 260")
    assert await client.messages.count() <= MOST_DRAWN


async def test_what_comes_does_not_move_what_is_read(client, shop):
    await client.ask("hello", "You said: hello")
    await shop.writes("client-demo", *(f"news {number}" for number in range(1, 61)))
    await client.reads("news 60")
    await expect(client.thread.get_by_text("hello", exact=True)).to_have_count(1)  # all of it is drawn
    await client.thread.evaluate("(thread) => { thread.scrollTop = thread.scrollHeight / 2 }")
    await client.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    at_hand = client.thread.get_by_text("news 30", exact=True)
    before = await at_hand.bounding_box()
    await shop.writes("client-demo", "something new")
    await expect(client.thread.get_by_text("something new", exact=True)).to_have_count(1)
    await expect(client.page.get_by_role("button", name="Newest messages")).to_be_visible()
    await client.thread.evaluate("(thread) => thread.dispatchEvent(new Event('scroll'))")
    assert (await at_hand.bounding_box())["y"] == pytest.approx(before["y"], abs=1)


async def test_memory_is_flat_over_two_thousand_messages(client):
    await client.ask("hello", "You said: hello")
    session = await client.page.context.new_cdp_session(client.page)

    async def held():
        await session.send("HeapProfiler.collectGarbage")
        figures = (await session.send("Performance.getMetrics"))["metrics"]
        found = {figure["name"]: figure["value"] for figure in figures}
        return found["JSHeapUsedSize"] / 1e6, found["Nodes"]

    async def arrive(first, last):
        for seq in range(first, last + 1):
            text = (
                f"Message {seq}, as long as messages are: the deposit for the second milestone has arrived in escrow."
            )
            await client.tap.says("message", message(seq, text))
            if seq % AT_ONCE == 0 or seq == last:
                await client.reads(f"Message {seq},")

    await session.send("Performance.enable")
    await arrive(3, 400)
    early = await held()
    await arrive(401, 2000)
    assert await client.messages.count() <= MOST_DRAWN
    for _ in range(LOOKS):  # what was let go is collected when the browser finds the time for it
        late = await held()
        if late[0] - early[0] < 1.5 and late[1] - early[1] < 500:
            return
        await asyncio.sleep(0.5)
    pytest.fail(f"MB of heap and nodes have grown from {early} to {late}")


async def test_news_begin_under_a_line_of_their_own(client, shop):
    await client.ask("hello", "You said: hello")
    await client.page.get_by_role("button", name="Close the chat").click()
    await shop.writes("client-demo", "first news", "second news")
    await expect(client.page.get_by_role("button", name="2 new messages")).to_be_visible()
    await client.page.get_by_role("button", name="Open the help chat").click()
    line = client.thread.get_by_text("New", exact=True)
    await expect(line).to_be_visible()
    order = await client.thread.inner_text()
    assert order.index("You said: hello") < order.index("New") < order.index("first news")
    await client.page.get_by_role("button", name="Close the chat").click()
    await client.open()
    await expect(line).to_have_count(0)


async def test_more_news_than_fit_are_read_from_the_first_one_on(client, shop):
    await client.ask("hello", "You said: hello")
    await client.page.get_by_role("button", name="Close the chat").click()
    await shop.writes("client-demo", *(f"news {number}" for number in range(1, 31)))
    await expect(client.page.get_by_role("button", name="30 new messages")).to_be_visible()
    await client.page.get_by_role("button", name="Open the help chat").click()
    await expect(client.thread.get_by_text("news 30", exact=True)).to_have_count(1)
    await expect(client.thread.get_by_text("New", exact=True)).to_be_in_viewport()
    await expect(client.thread.get_by_text("news 1", exact=True)).to_be_in_viewport()
    await expect(client.thread.get_by_text("news 30", exact=True)).not_to_be_in_viewport()
    await expect(client.page.locator(".badge")).to_have_text("30", use_inner_text=False)
    await client.page.get_by_role("button", name="Newest messages").click()
    await expect(client.thread.get_by_text("news 30", exact=True)).to_be_in_viewport()
    await expect(client.page.locator(".badge")).to_have_text("0", use_inner_text=False)


@pytest.mark.parametrize("frames", [0, 2, 6, 12])
async def test_the_newest_are_gone_to_while_the_thread_is_still_being_drawn(client, shop, frames):
    await client.ask("hello", "You said: hello")
    await client.page.get_by_role("button", name="Close the chat").click()
    await shop.writes("client-demo", *(f"news {number}" for number in range(1, 31)))
    await expect(client.page.get_by_role("button", name="30 new messages")).to_be_visible()
    await client.page.evaluate(TO_NEWEST, frames)
    await expect(client.page.locator(".badge")).to_have_text("0", use_inner_text=False)
    await expect(client.thread.get_by_text("news 30", exact=True)).to_be_in_viewport()


async def test_an_answer_longer_than_the_view_is_read_from_its_beginning(client, shop):
    shop.assistant.script["tell me all"] = [Utterance("\n\n".join(f"Thing {number}." for number in range(1, 41)))]
    await client.ask("hello", "You said: hello")
    answer = await client.ask("tell me all", "Thing 1.")
    latest = client.page.get_by_role("button", name="Newest messages")
    await expect(latest).to_be_visible()
    await expect(client.thread.get_by_text("tell me all", exact=True)).to_be_in_viewport()
    assert await answer.evaluate(BEGINS_IN_VIEW)
    await expect(client.page.locator(".badge")).to_have_text("1", use_inner_text=False)
    await client.page.set_viewport_size({"width": 320, "height": 640})
    assert (await latest.bounding_box())["height"] < ONE_LINE
    await latest.click()
    await expect(client.page.locator(".badge")).to_have_text("0", use_inner_text=False)
    await shop.writes("client-demo", "news 1")
    await expect(client.thread.get_by_text("news 1", exact=True)).to_be_in_viewport()
    await expect(latest).to_be_hidden()


async def test_what_was_read_elsewhere_is_no_news(client, shop, visits):
    await client.ask("hello", "You said: hello")
    await client.page.wait_for_function(SEEN, arg=2)
    async with client.page.expect_event("close"):
        await client.page.close()
    elsewhere = await visits()
    await elsewhere.open()
    await elsewhere.reads("You said: hello")
    await expect(elsewhere.thread.get_by_text("New", exact=True)).to_have_count(0)


async def test_an_ended_conversation_can_be_read_and_not_acted_in(client, shop):
    await client.ask("which one?", "Which milestone do you mean?")
    await client.page.get_by_role("button", name="Options").click()
    await client.page.get_by_role("button", name="Start a new conversation").click()
    await expect(client.page.get_by_text("Hello!")).to_be_visible()
    await client.page.get_by_role("button", name="Show the conversation before").click()
    old = await client.reads("Which milestone do you mean?")
    for button in await old.get_by_role("button").all():
        await expect(button).to_have_attribute("aria-disabled", "true")
    await client.ask("and now?", "You said: and now?")
    assert (await client.texts())[-2:] == ["and now?", "You said: and now?"]


async def test_days_are_told_apart(client):
    await client.ask("hello", "You said: hello")
    await client.tap.says("message", message(3, "late", at="2026-01-05T12:00:00.000Z"))
    await expect(client.thread.get_by_text("Monday, January 5")).to_be_visible()


async def test_a_long_text_is_folded_and_its_addresses_can_be_followed(client):
    await client.ask("hello", "You said: hello")
    text = "Read https://example.com/terms, then javascript:alert(1). " + "word " * 400 + "the end"
    await client.tap.says("message", message(3, text))
    answer = await client.reads("Read https://example.com/terms")
    link = answer.get_by_role("link")
    await expect(link).to_have_attribute("href", "https://example.com/terms")
    await expect(answer).not_to_contain_text("the end")
    await answer.get_by_role("button", name="Show all of it").click()
    await expect(answer).to_contain_text("the end")


async def test_each_message_is_written_in_its_own_direction(client):
    await client.ask("متى يتم الدفع؟", "You said")
    own = client.thread.locator(".is-user .text")
    assert await own.evaluate("(text) => getComputedStyle(text).direction") == "rtl"
    assert await client.thread.evaluate("(thread) => getComputedStyle(thread).direction") == "ltr"


async def test_ones_own_message_is_sent_and_then_seen(client, shop):
    await client.ask("hello", "You said: hello")
    await expect(client.thread.locator(".fate")).to_have_text("Seen")
    await client.tap.says("message", {**message(3, "are you there?"), "from": {"kind": "user", "name": "Client Demo"}})
    await expect(client.thread.locator(".fate")).to_have_text("Sent")
    await client.tap.says("seen", {"seq": 3})
    await expect(client.thread.locator(".fate")).to_have_text("Seen")


def message(seq, text, *, at="2026-11-22T12:00:00.000Z"):
    author = {"kind": "assistant", "name": "Assistant"}
    return {"seq": seq, "id": f"m{seq}", "at": at, "from": author, "text": text, "blocks": []}
