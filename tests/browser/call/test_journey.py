"""From "why is my account suspended" to a good standing, in two browsers that see each other, over the real gateway."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from bot.marketplace.account import Account
from bot.verification.leases import VERIFIER_LOST
from tests.browser.call.conftest import WHY
from tests.browser.call.person import Person, sees
from tests.browser.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")
CUT = """() => {
  const Real = window.WebSocket;
  window.sockets = [];
  window.WebSocket = class extends Real { constructor(...how) { super(...how); window.sockets.push(this); } };
}"""


async def standing(shop) -> str:
    async with shop.database.reading() as session:
        return await session.scalar(select(Account.standing).where(Account.id == "suspended-demo"))


async def opened(shop, context) -> Person:
    """Ask why, and follow the invitation."""
    await context.add_init_script(f"({CUT})()")
    visit = await Visit.begin(context, shop.url, account="suspended-demo")
    await visit.open()
    await visit.ask(WHY, "Your identity has to be checked.")
    async with context.expect_page() as coming:
        await visit.page.get_by_role("button", name="Open the video check").click()
    return Person(await coming.value)


async def test_a_suspended_account_is_seen_verified_and_set_free(call_shop, camera_context, verifier):
    person = await opened(call_shop, await camera_context())
    await person.passes_the_checks()
    await person.button("Join the line").click()
    await person.reads("You are in line")
    desk = verifier.page
    await desk.get_by_role("button", name="Call the next").click()
    await person.button("Join now").click()
    assert all(await asyncio.gather(sees(person.page), sees(desk)))

    await desk.get_by_label("Write a message").fill("Please hold your passport to the camera.")
    await desk.keyboard.press("Enter")
    await expect(person.page.get_by_text("Please hold your passport")).to_be_visible()

    # The line is cut in the middle of the call: picture and sound go on, and so do the texts.
    await person.page.evaluate("window.sockets.forEach((socket) => socket.close())")
    await expect(person.page.get_by_text("is being tried again. The call itself goes on.")).to_be_visible()
    assert all(await asyncio.gather(sees(person.page), sees(desk)))
    await expect(person.page.get_by_text("is being tried again.")).to_be_hidden()
    await person.page.get_by_label("Write a message").fill("I am back.")
    await person.page.keyboard.press("Enter")
    await expect(desk.get_by_text("I am back.")).to_be_visible()

    # A page that is loaded again comes back into the call.
    await person.page.reload()
    assert all(await asyncio.gather(sees(person.page), sees(desk)))

    for item in await desk.get_by_role("group", name="Checklist").get_by_role("checkbox").all():
        await item.check()
    await desk.get_by_role("radio", name="Passed").check()
    await desk.get_by_role("button", name="Give the verdict").click()
    await person.reads("You are verified")
    await expect(desk.get_by_text("Nobody is in line.")).to_be_visible()
    assert await standing(call_shop) == "good"
    assert [*person.complaints, *verifier.complaints] == []


async def test_a_verifier_who_puts_somebody_back_or_closes_the_console_leaves_them_at_the_head_of_the_line(
    call_shop, camera_context, verifier
):
    person = await opened(call_shop, await camera_context())
    await person.passes_the_checks()
    await person.button("Join the line").click()
    await verifier.page.get_by_role("button", name="Call the next").click()
    await person.button("Join now").click()
    await person.reads("Call with Specialist Verify")
    await verifier.page.get_by_role("button", name="Put back in line").click()
    await person.reads("You are in line")
    await verifier.page.get_by_role("button", name="Call the next").click()
    await person.reads("It is your turn")
    await person.button("Join now").click()
    await person.reads("Call with Specialist Verify")
    await verifier.page.close()
    await expect(person.page.get_by_text("has lost the line to the server")).to_be_visible()
    call_shop.clock.advance(VERIFIER_LOST + timedelta(seconds=1))
    await person.reads("You are in line")
