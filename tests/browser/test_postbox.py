"""The demo mailbox in a browser: on a phone and a desk, by keyboard, and whatever a mail brings along."""

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import expect

from bot.db import Database
from bot.gateway.mailroom.postbox import Postbox
from bot.gateway.mailroom.sending import Sending
from bot.gateway.stopping import Stop
from bot.mail import outbox
from bot.mail.demo_mailbox import DemoMailbox
from bot.mail.letters.envelope import Sender
from bot.mail.letters.samples import SAMPLES
from bot.mail.postman import Correspondence
from bot.mail.threads import ReplyTokens
from tests.browser.test_letters import AXE, RULES, WIDE
from tests.clock import SettableClock
from tests.mail.renderings import WRITER

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "a-very-long-address-that-nobody-would-want-to-type-into-a-form-on-a-phone@a-rather-long-domain.example"


async def icon(_request: web.Request) -> web.Response:
    return web.Response(text="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")


@pytest_asyncio.fixture(loop_scope="session")
async def postbox(sqlite_files):
    """A mailbox with a mail of each kind; tells where it is."""
    database, clock = Database(sqlite_files.fresh()), SettableClock()
    sender = Sender("Milepost Market", "support@mail.example", "mail.example")
    tokens = ReplyTokens("mail.example", {0: "a secret of the mailbox"})
    sending = Sending(
        carrier=DemoMailbox(database, clock),
        correspondence=Correspondence(writer=WRITER, sender=sender, tokens=tokens),
    )
    async with database.transaction() as session:
        for number, (kind, told) in enumerate(SAMPLES.items()):
            address = LONG if number == 0 else "client@example.com"
            await outbox.put(session, key=kind, kind=kind, address=address, subject_data=told[0], at=clock.now())
    await sending.postman(database, clock, every_s=1.0).deliver(Stop())
    app = web.Application()
    Postbox(database=database, sending=sending).add_to(app)
    app.router.add_get("/static/icon.svg", icon)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    await runner.cleanup()
    await database.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
async def test_its_pages_fit_and_can_be_read(postbox, new_context, width, scheme):
    context = await new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = await context.new_page()
    for path in ("/mail", "/mail?address=nobody@example.com", "/mail/1", "/mail/1?view=text", "/mail/1?view=headers"):
        await page.goto(postbox + path)
        assert await page.evaluate(WIDE) == 0, path
        await page.add_script_tag(path=AXE)
        assert await page.evaluate(RULES, {"frame-tested": {"enabled": False}}) == [], path


async def test_a_mail_is_found_opened_and_read(postbox, new_context):
    page = await (await new_context()).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(f"{postbox}/mail")
    await page.get_by_role("link", name="client@example.com 13").click()
    await page.get_by_role("link", name="A reminder: Logo and brand book (C-1001)").click()
    letter = page.frame_locator("iframe")
    await expect(letter.get_by_role("heading", name="Something waits for you")).to_be_visible()
    await expect(letter.get_by_role("link", name="See it in the chat")).to_have_attribute(
        "href", "https://market.example/"
    )
    await page.get_by_role("link", name="Plain text").click()
    await expect(page.get_by_text("Until: Saturday 7 March 2026, 12:00 UTC")).to_be_visible()
    await page.get_by_role("link", name="Headers").click()
    await expect(page.get_by_text("auto-generated")).to_be_visible()
    assert complaints == []


async def test_nothing_in_a_mail_runs(postbox, new_context):
    page = await (await new_context()).new_page()
    await page.goto(f"{postbox}/mail/1")
    frame = page.frames[1]
    await frame.wait_for_load_state()
    allowed = await page.locator("iframe").get_attribute("sandbox")
    assert "allow-scripts" not in allowed
    assert "allow-same-origin" not in allowed
    assert await page.evaluate("document.querySelector('iframe').contentDocument") is None
