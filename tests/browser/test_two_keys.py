"""A person confirms with the quote's own button, and sees the receipt in the chat and on the page."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.actions.payments.receipts import ReadBy
from bot.actions.quoting import block
from bot.assistant import Utterance
from bot.marketplace.commands import Approve
from tests.actions.conversation import HOURS
from tests.browser.shop import WORDS

pytestmark = pytest.mark.asyncio(loop_scope="session")

APPROVE = "approve the logo files"


@pytest.fixture
def offered(client, shop):
    """Ask for an approval, and return the answer that offers it."""

    async def ask():
        quote = await shop.commands.quote("client-demo", Approve("C-1001", 2))
        shown = block(quote, ReadBy(shop.clock.now(), HOURS.zone, "en"), WORDS)
        shop.assistant.script[APPROVE] = [Utterance("Approving releases the money.", blocks=(shown,), personal=True)]
        return await client.ask(APPROVE, "Approving releases the money.")

    return ask


async def test_one_press_confirms_and_the_page_shows_the_changed_contract(client, offered):
    contract = client.page.get_by_role("article", name="Brand identity")
    await expect(contract).to_contain_text("$600.00")
    quote = (await offered()).locator(".quote")
    for shown in (
        "Approve and release 600.00 USD to Freelancer Demo",
        "Released to Freelancer Demo",
        "$600.00",
        "Good for",
    ):
        await expect(quote).to_contain_text(shown)
    await quote.get_by_role("button", name="Confirm").dblclick()
    receipt = (await client.reads("is released to Freelancer Demo")).locator(".receipt")
    await expect(receipt).to_contain_text("Released from escrow")
    await expect(quote.get_by_role("button")).to_have_text("Confirmed")
    await expect(quote.get_by_role("button")).to_have_attribute("aria-disabled", "true")
    await expect(client.thread.locator(".receipt")).to_have_count(1)
    await expect(contract.locator("footer")).to_contain_text("$0.00")
    assert await client.faults() == []


async def test_the_button_is_operable_by_keyboard_and_the_quote_survives_a_reload(client, offered):
    await offered()
    await client.page.reload()
    await client.open()
    button = client.thread.get_by_role("button", name="Confirm")
    await button.focus()
    await client.page.keyboard.press("Enter")
    await client.reads("is released to Freelancer Demo")


async def test_a_void_quote_says_why_and_cannot_be_pressed_again(client, offered, shop):
    quote = (await offered()).locator(".quote")
    other = await shop.commands.quote("client-demo", Approve("C-1001", 2))

    async def nobody(_session, _receipt):
        pass

    await shop.commands.confirm("client-demo", other.id, auth_age=timedelta(0), press="p", witness=nobody)
    await quote.get_by_role("button", name="Confirm").click()
    await expect(quote.get_by_role("alert")).to_contain_text("has changed since this was offered")
    await expect(quote.get_by_role("button")).to_have_attribute("aria-disabled", "true")


async def test_an_old_sign_in_is_renewed_by_the_host_and_the_press_goes_on(client, offered, shop):
    stale = shop.tokens.mint("client-demo", auth_age=timedelta(minutes=10))
    fresh = shop.tokens.mint("client-demo")
    await client.page.evaluate(
        """([stale, fresh]) => {
          window.wishes = [];
          window.Milepost.identify(async (wish) => {
            window.wishes.push(Boolean(wish?.fresh));
            return wish?.fresh ? fresh : stale;
          });
        }""",
        [stale, fresh],
    )
    await expect(client.composer).to_be_enabled()
    quote = (await offered()).locator(".quote")
    await quote.get_by_role("button", name="Confirm").click()
    await client.reads("is released to Freelancer Demo")
    assert await client.page.evaluate("window.wishes") == [False, True]


async def test_a_quote_that_ran_out_has_no_button_to_press(client, offered, shop):
    await client.page.clock.install()
    quote = (await offered()).locator(".quote")
    # For both: a page that comes back meanwhile goes by the gateway's clock.
    shop.clock.advance(timedelta(minutes=5))
    await client.page.clock.run_for(5 * 60 * 1000)
    await expect(quote.get_by_role("button")).to_have_text("Run out")
    await expect(quote.get_by_role("button")).to_have_attribute("aria-disabled", "true")
