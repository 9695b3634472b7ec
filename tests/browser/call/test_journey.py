"""From "why is my account suspended" to a good standing, in two browsers that see each other, over the real gateway."""

import asyncio

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from bot.marketplace.account import Account
from tests.browser.call.call_floor import WHY
from tests.browser.call.connections import CONNECTIONS, lines_for, sees
from tests.browser.call.person import Person
from tests.browser.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def standing(shop) -> str:
    async with shop.database.reading() as session:
        return await session.scalar(select(Account.standing).where(Account.id == "suspended-demo"))


async def test_a_suspended_account_is_seen_verified_and_set_free(call_shop, camera_context, verifiers):
    context = await camera_context()
    await context.add_init_script(CONNECTIONS)
    chat = await Visit.begin(context, call_shop.url, account="suspended-demo")
    await chat.open()
    await chat.ask(WHY, "Your identity has to be checked.")
    async with context.expect_page() as coming:
        await chat.page.get_by_role("button", name="Open the video check").click()
    person = Person(await coming.value)
    await person.joins_the_line()

    verifier = await verifiers()
    await verifier.calls_the_next()
    await person.button("Join now").click()
    await asyncio.gather(sees(person.page), sees(verifier.page))
    # By this a load balancer brings both sides to one gateway.
    assert await lines_for(person.page) == ["call"]
    assert "call" in await lines_for(verifier.page)

    await verifier.writes("Please hold your passport to the camera.")
    await expect(person.page.get_by_text("Please hold your passport")).to_be_visible()
    await person.writes("Here it is.")
    await expect(verifier.page.get_by_text("Here it is.")).to_be_visible()

    await verifier.lets_pass()
    await person.reads("You are verified")
    await expect(verifier.page.get_by_text("Nobody is in line.")).to_be_visible()
    assert await standing(call_shop) == "good"
    await chat.reads("in good standing again")
    assert [*chat.complaints, *person.complaints] == []
