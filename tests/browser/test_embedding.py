"""The chat stands on other sites' pages: under their policies, in a frame where they wish it, and as its documents say."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.gateway.pages import STATIC
from tests.browser.shop import FOREIGN

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "embedding.md"
ASSETS = json.loads((STATIC / "assets.json").read_text("utf-8"))
ISOLATIONS = pytest.mark.parametrize("isolation", ["", "iframe"])
#: Put the loader's script into a page that is there already, and keep what its chat tells.
LOAD = """([src, isolation]) => {
  window.told = [];
  for (const name of ["open", "close"]) addEventListener(`milepost-${name}`, () => told.push(name));
  const script = Object.assign(document.createElement("script"), { src });
  script.dataset.isolation = isolation;
  document.head.append(script);
}"""
PAGE = "<!doctype html><html lang=en><head><title>A host</title>{}</head><body><main><h1>A host's page</h1></main></body></html>"


@pytest.fixture
def host(shop, new_context):
    """Open a page of another site (or of our own) with this in its head."""

    async def opened(head, *, policy=None, address=f"{FOREIGN}/", **how):
        context = await new_context(**how)
        headers = {"Content-Security-Policy": policy} if policy else {}
        body = PAGE.format(head.replace("{server}", shop.url))
        await context.route(address, lambda route: route.fulfill(body=body, content_type="text/html", headers=headers))
        page = await context.new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
        await page.goto(address)
        return page

    return opened


@pytest.fixture
def on_its_way(host, shop):
    """Open a page whose chat is on its way for as long as it is not let go, in one of the two modes."""

    async def opened(isolation):
        page = await host("", address=f"{FOREIGN}/slow", reduced_motion="reduce")
        page.let_go = asyncio.Event()

        async def held(route):
            await page.let_go.wait()
            await route.continue_()

        await page.route("**/static/chat-*.js", held)
        await page.evaluate(LOAD, [f"{shop.url}/widget.js", isolation])
        return page

    return opened


def place_of(page, isolation):
    return page.frame_locator("iframe") if isolation else page


async def talks(page, place=None):
    """Open the chat, and have a question answered."""
    await page.get_by_role("button", name="Open the help chat").click()
    place = place or page
    await expect(place.get_by_label("Your message")).to_be_focused()
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    await expect(place.get_by_role("log").get_by_text("You said: hello")).to_be_visible()


async def test_a_host_with_a_strict_policy_needs_no_exception(host, shop):
    page = await host(
        '<script src="/widget.js" data-title="Help" async></script>',
        policy="default-src 'self'",
        address=f"{shop.url}/host",
    )
    await talks(page)
    panel = page.get_by_role("region", name="Help")
    assert await panel.evaluate("(panel) => getComputedStyle(panel).position") == "fixed", "the style sheet is in use"
    assert page.complaints == []


async def test_another_site_names_the_gateway_in_its_policy_and_no_more(host, shop):
    socket = shop.url.replace("http", "ws")
    policy = f"default-src 'none'; script-src {shop.url}; connect-src {shop.url} {socket}"
    page = await host('<script src="{server}/widget.js" async></script>', policy=policy)
    await talks(page)
    assert page.complaints == []


async def test_a_nonce_reaches_the_scripts_that_are_fetched(host, shop):
    socket = shop.url.replace("http", "ws")
    policy = f"default-src 'none'; script-src 'nonce-n1'; connect-src {shop.url} {socket}"
    page = await host('<script nonce="n1" src="{server}/widget.js" async></script>', policy=policy)
    await talks(page)
    assert page.complaints == []


async def test_a_pinned_version_is_checked_down_to_its_last_file(host, shop):
    pinned = ASSETS["widget"]
    tag = f'<script src="{shop.url}/{pinned["file"]}" integrity="{pinned["integrity"]}" crossorigin="anonymous" async></script>'
    page = await host(tag)
    await talks(page)


@ISOLATIONS
async def test_whoever_presses_again_while_the_chat_is_on_its_way_has_it_opened(on_its_way, isolation):
    page = await on_its_way(isolation)
    launcher = page.get_by_role("button", name="Open the help chat")
    for _ in range(4):
        await launcher.click()
        await expect(launcher).to_have_attribute("aria-busy", "true")
        await expect(launcher.locator("svg")).to_have_css("opacity", "0.3")
    page.let_go.set()
    message = place_of(page, isolation).get_by_label("Your message")
    await expect(message).to_be_focused()
    close = page.locator(".launcher")
    await expect(close).to_have_attribute("aria-busy", "false")
    await expect(close).to_have_attribute("aria-expanded", "true")
    assert await page.evaluate("told") == ["open"]
    await close.click()
    await expect(message).to_be_hidden()
    await expect(launcher).to_be_focused()
    assert await page.evaluate("told") == ["open", "close"]


@ISOLATIONS
async def test_a_widget_that_is_moved_while_the_chat_is_on_its_way_has_one_chat(on_its_way, isolation):
    page = await on_its_way(isolation)
    await page.get_by_role("button", name="Open the help chat").click()
    # As a page does that draws itself anew.
    await page.evaluate("document.querySelector('main').append(document.querySelector('milepost-chat'))")
    page.let_go.set()
    await talks(page, place_of(page, isolation))
    await expect(page.locator("milepost-chat").locator("iframe" if isolation else ".panel")).to_have_count(1)


@ISOLATIONS
async def test_a_chat_that_is_not_what_was_built_does_not_run_and_the_press_can_be_repeated(host, shop, isolation):
    page = await host("", address=f"{FOREIGN}/tampered")
    await page.route(
        "**/static/chat-*.js",
        lambda route: route.fulfill(body="console.error('tampered')", headers={"Access-Control-Allow-Origin": "*"}),
    )
    await page.evaluate(LOAD, [f"{shop.url}/widget.js", isolation])
    launcher = page.get_by_role("button", name="Open the help chat")
    await launcher.click()
    await expect(launcher).to_have_attribute("aria-busy", "false")
    await page.unroute("**/static/chat-*.js")
    await talks(page, place_of(page, isolation))
    assert any("integrity" in line for line in page.complaints)
    assert "tampered" not in page.complaints


async def test_in_the_isolated_mode_the_chat_is_in_a_frame_of_the_gateways_origin(host, shop):
    page = await host('<script src="{server}/widget.js" data-isolation="iframe" data-title="Help" async></script>')
    frame = page.frame_locator("iframe[title=Help]")
    await talks(page, frame)
    assert await page.evaluate("document.querySelector('milepost-chat').shadowRoot.querySelector('.panel')") is None
    # The host names who is signed in; the token crosses by message, and the answer is for that account.
    token = shop.tokens.mint("client-demo", name="Client Demo")
    await page.evaluate("(token) => window.Milepost.identify(async () => token)", token)
    await expect(frame.get_by_text("Signed in as Client Demo")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Open the help chat")).to_be_focused()
    assert page.complaints == []


async def test_the_frame_listens_to_its_host_alone_and_the_host_to_its_frame(host, shop):
    page = await host('<script src="{server}/widget.js" data-isolation="iframe" async></script>')
    await talks(page, page.frame_locator("iframe"))
    # A page inside the host's page says what only the host, or only the frame, may say.
    await page.evaluate(
        """async () => {
          const stranger = document.createElement("iframe");
          document.body.append(stranger);
          const chat = document.querySelector("milepost-chat").shadowRoot.querySelector("iframe");
          stranger.contentWindow.eval(`
            parent.document.querySelector("milepost-chat").shadowRoot.querySelector("iframe")
              .contentWindow.postMessage({ milepost: "close" }, "*");
            parent.postMessage({ milepost: "show", showing: { open: false, label: "Fooled", unread: 9 } }, "*");
          `);
          await new Promise((done) => setTimeout(done, 200));
        }"""
    )
    await expect(page.locator("iframe.frame")).to_be_visible()
    await expect(page.get_by_role("button", name="Fooled")).to_have_count(0)


async def test_a_page_that_may_not_connect_gets_no_frame(host, shop, new_context):
    context = await new_context()
    answer = await context.request.get(f"{shop.url}/embed", params={"origin": "http://elsewhere.localhost"})
    assert answer.status == 403


async def test_the_pages_script_is_told_what_happens_and_says_what_shall(host):
    page = await host('<script src="{server}/widget.js" async></script>')
    await expect(page.get_by_role("button", name="Open the help chat")).to_be_visible()
    await page.evaluate(
        """() => {
          window.told = [];
          for (const name of ["open", "close", "message", "unread"]) window.Milepost.on(name, (detail) => window.told.push([name, detail]));
          window.stop = window.Milepost.on("open", () => window.told.push("never"));
          window.stop();
          window.Milepost.open({ text: "hello" });
        }"""
    )
    await expect(page.get_by_label("Your message")).to_have_value("hello")
    await page.get_by_label("Your message").press("Enter")
    await expect(page.get_by_role("log").get_by_text("You said: hello")).to_be_visible()
    await page.evaluate("window.Milepost.close()")
    await expect(page.get_by_role("region", name="Help")).to_have_count(0)
    told = await page.evaluate("window.told.filter(([name]) => name !== 'unread')")
    assert told == [["open", {}], ["message", {"from": "assistant", "seq": 2}], ["close", {}]]


async def test_a_theme_is_a_few_properties_and_a_wish_for_light_or_dark(host):
    head = (
        "<style>milepost-chat { --milepost-accent: rgb(1, 2, 3); }</style>"
        '<script src="{server}/widget.js" data-theme="dark" async></script>'
    )
    page = await host(head, color_scheme="light")
    launcher = page.get_by_role("button", name="Open the help chat")
    assert await launcher.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(1, 2, 3)"
    await launcher.click()
    panel = page.get_by_role("region", name="Help")
    await expect(panel).to_be_visible()
    assert await panel.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(19, 25, 24)"


async def test_the_plain_example_of_the_document_works(host, shop):
    example = re.search(r"```html\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)[1]
    page = await host("", address=f"{FOREIGN}/example")
    token = shop.tokens.mint("client-demo", name="Client Demo")
    await page.context.route("**/support-token", lambda route: route.fulfill(body=token))
    await page.context.route(
        f"{FOREIGN}/shop",
        lambda route: route.fulfill(
            body=PAGE.format(example.replace("https://support.example.com", shop.url)), content_type="text/html"
        ),
    )
    await page.goto(f"{FOREIGN}/shop")
    await talks(page)
    await expect(page.get_by_text("Signed in as Client Demo")).to_be_visible()
