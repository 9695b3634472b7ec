"""The widget costs a host's page next to nothing: no request before it is idle, no shift."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

WATCH = """
  window.shifts = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shifts += each.value; })
    .observe({ type: "layout-shift", buffered: true });
"""
HOST = """<!doctype html><html lang="en"><head><title>A host</title><script src="/widget.js" async></script></head>
<body><main><h1>A host's page</h1><p>With a few words.</p></main></body></html>"""


@pytest_asyncio.fixture(loop_scope="session")
async def page(shop, new_context):
    context = await new_context()
    await context.route("**/host", lambda route: route.fulfill(body=HOST, content_type="text/html"))
    await context.add_init_script(WATCH)
    return await context.new_page()


async def test_nothing_but_the_loader_is_fetched_before_the_page_is_idle_or_the_chat_is_wanted(shop, page):
    # A page that is never idle.
    await page.add_init_script("window.requestIdleCallback = () => 0;")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(shop.url)))
    await page.goto(f"{shop.url}/host")
    await expect(page.get_by_role("button", name="Open the help chat")).to_be_visible()
    assert [url for url in fetched if url != "/host" and "icon" not in url] == ["/widget.js"]
    await page.get_by_role("button", name="Open the help chat").click()
    await expect(page.get_by_label("Your message")).to_be_focused()
    assert any(url.startswith("/static/chat-") for url in fetched)
    assert not any("desk" in url or "call" in url for url in fetched)


async def test_the_hosts_page_does_not_shift(shop, page):
    await page.goto(f"{shop.url}/host")
    await page.get_by_role("button", name="Open the help chat").click()
    await expect(page.get_by_label("Your message")).to_be_focused()
    assert await page.evaluate("window.shifts") == 0
