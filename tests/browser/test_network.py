"""Nothing that a person wrote or was told is lost, doubled or reordered when the network fails."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.browser.visit import Visit
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_thread_is_there_again_after_a_reload(client):
    await client.ask("is my milestone paid?", "not paid yet")
    before = await client.texts()
    await client.page.reload()
    await client.open()
    await client.reads("not paid yet")
    assert await client.texts() == before


async def test_what_was_written_while_the_server_was_down_arrives_once(client, shop):
    await client.ask("hello", "You said: hello")
    await shop.shut()
    await expect(client.page.get_by_text("No connection.")).to_be_visible()
    await client.say("first")
    await client.say("second")
    await expect(client.thread.get_by_text("Waiting to be sent")).to_have_count(2)
    await shop.open()
    await client.reads("You said: second")
    assert await shop.texts() == ["hello", "first", "second"]
    seen = await client.texts()
    assert sorted(seen) == sorted({*seen}), "each once"
    assert seen.index("first") < seen.index("second")


async def test_what_is_written_before_it_is_known_who_writes_survives_the_page(new_context, shop):
    context, known = await new_context(), asyncio.Event()

    async def lend(route):
        await known.wait()
        await route.continue_()

    await context.route("**/demo/token*", lend)
    visit = await Visit.begin(context, shop.url)
    await visit.open()
    await visit.composer.fill("half a sentence")
    known.set()
    await expect(visit.page.get_by_text("Signed in as Client Demo")).to_be_visible()
    await visit.page.reload()
    await visit.open()
    await expect(visit.composer).to_have_value("half a sentence")


async def test_what_was_not_sent_survives_the_page(new_context, shop):
    context = await new_context()
    visit = await Visit.begin(context, shop.url)
    await visit.open()
    await visit.ask("hello", "You said: hello")
    await shop.shut()
    await visit.say("do not lose me")
    await expect(visit.thread.get_by_text("Waiting to be sent")).to_be_visible()
    await visit.composer.fill("half a sentence")
    await visit.page.close()
    await shop.open()
    again = await Visit.begin(context, shop.url)
    await again.open()
    await again.reads("You said: do not lose me")
    assert await shop.texts() == ["hello", "do not lose me"]
    await expect(again.composer).to_have_value("half a sentence")


async def test_where_no_web_socket_comes_through_it_is_polled(new_context, shop):
    context = await new_context()
    # As behind a proxy that knows no WebSockets: the handshake fails.
    nowhere = "window.WebSocket = class extends WebSocket { constructor(url) { super(url.replace('socket.io', 'nowhere')); } };"
    await context.add_init_script(nowhere)
    visit = Visit(await context.new_page(), shop.url)
    async with visit.page.expect_request(lambda request: "transport=polling" in request.url):
        await visit.page.goto(shop.url)
        await visit.open()
    await visit.ask("hello", "You said: hello")
    await visit.ask("déjà vu, 中文", "You said: déjà vu, 中文")


async def test_what_was_said_meanwhile_is_replayed_in_order(client, shop):
    await client.ask("hello", "You said: hello")
    await shop.shut()
    await expect(client.page.get_by_text("No connection.")).to_be_visible()
    for number in range(1, 4):
        await shop.writes("client-demo", f"news {number}")
    await shop.open()
    await client.reads("news 3")
    assert (await client.texts())[2:] == ["news 1", "news 2", "news 3"]


async def test_two_tabs_show_the_same(new_context, shop):
    context = await new_context()
    one, other = await Visit.begin(context, shop.url), await Visit.begin(context, shop.url)
    await one.open()
    await other.open()
    await one.ask("from the first", "You said: from the first")
    await other.ask("from the second", "You said: from the second")
    await one.reads("You said: from the second")
    assert await one.texts() == await other.texts()


async def test_a_token_that_is_refused_is_asked_for_again_and_then_told(client, shop):
    await client.ask("hello", "You said: hello")
    await shop.shut()
    valid = shop.tokens._secret
    shop.tokens._secret = "another secret, that no token of this shop knows"
    await client.page.route("**/demo/token*", lambda route: route.fulfill(json={"token": "not.a.token"}))
    await shop.open()
    await expect(client.page.get_by_text("Your sign-in could not be confirmed.")).to_be_visible()
    shop.tokens._secret = valid
    await client.page.unroute("**/demo/token*")
    await client.page.get_by_role("button", name="Try again").click()
    await client.ask("again", "You said: again")


async def test_a_sign_in_is_renewed_before_it_runs_out(client, shop):
    asked = asyncio.Semaphore(0)
    lifetime = timedelta(seconds=7)

    async def lend(route):
        asked.release()
        await route.fulfill(json={"token": shop.tokens.mint("client-demo", name="Client Demo", lifetime=lifetime)})

    await client.page.route("**/demo/token*", lend)
    await client.page.reload()
    await client.open()
    async with asyncio.timeout(PATIENCE_S):
        for _ in ("to connect", "before it runs out"):
            await asked.acquire()
    await client.ask("hello", "You said: hello")
    assert shop.assistant.asked[-1]["metadata"]["account"] == "client-demo"
