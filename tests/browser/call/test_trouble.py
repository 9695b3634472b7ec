"""Trouble in the middle of it: lines that are cut, pages that are loaded again or closed, a gateway that starts again."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.verification.leases import VERIFIER_LOST
from tests.browser.call.connections import agrees, cut_the_line, sees

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECOND = timedelta(seconds=1)
PHONE = {"width": 320, "height": 640}
TRIED_AGAIN = "is being tried again. The call itself goes on."


@pytest.fixture
def in_call(call_shop, comes, verifiers):
    """Bring somebody, whose checks were made before, into a call."""

    async def brought():
        await call_shop.people.queue("suspended-demo")
        person, verifier = await comes(), await verifiers()
        await person.reads("You are in line")
        await verifier.calls_the_next()
        await person.button("Join now").click()
        await asyncio.gather(sees(person.page), sees(verifier.page))
        return person, verifier

    return brought


async def test_a_call_goes_on_without_the_gateway_and_what_was_written_meanwhile_arrives(in_call, call_shop):
    person, verifier = await in_call()
    await call_shop.shut()
    await expect(person.page.get_by_text(TRIED_AGAIN)).to_be_visible()
    await asyncio.gather(sees(person.page), sees(verifier.page))
    for number in (1, 2):
        await person.writes(f"Do you hear me? {number}")
        await verifier.writes(f"I do. {number}")
    await expect(person.page.get_by_text("Sending…")).to_have_count(2)
    await call_shop.open()
    for page, words in ((verifier.page, "Do you hear me?"), (person.page, "I do.")):
        await expect(page.locator(".talk-texts li").filter(has_text=words)).to_contain_text(["1", "2"])
    for page in (person.page, verifier.page):
        await expect(page.get_by_text("Sending…")).to_have_count(0)
    await expect(person.page.get_by_text(TRIED_AGAIN)).to_be_hidden()
    await asyncio.gather(sees(person.page), sees(verifier.page))


@pytest.mark.parametrize("cut", ["person", "verifier"])
async def test_a_line_that_is_cut_in_a_call_takes_nothing_of_it(in_call, cut):
    sides = dict(zip(("person", "verifier"), await in_call(), strict=True))
    one = sides.pop(cut)
    [other] = sides.values()
    for number in (1, 2):
        await cut_the_line(one.page)
        await one.writes(f"From here {number}")
        await other.writes(f"From there {number}")
        await expect(other.page.get_by_text(f"From here {number}")).to_be_visible()
        await expect(one.page.get_by_text(f"From there {number}")).to_be_visible()
    await asyncio.gather(sees(one.page), sees(other.page))


async def test_offers_of_both_sides_at_once_and_a_new_way_leave_the_call_standing(in_call):
    person, verifier = await in_call()
    for _ in range(3):
        await asyncio.gather(
            person.page.evaluate("void window.peers.at(-1).addTransceiver('audio')"),
            verifier.page.evaluate("window.peers.at(-1).restartIce()"),
        )
        await asyncio.gather(agrees(person.page), agrees(verifier.page))
    await asyncio.gather(sees(person.page), sees(verifier.page))


async def test_a_page_that_is_loaded_again_on_either_side_comes_back_into_the_call(in_call):
    person, verifier = await in_call()
    await person.page.reload()
    await asyncio.gather(sees(person.page), sees(verifier.page))
    await verifier.page.reload()
    await asyncio.gather(sees(person.page), sees(verifier.page))
    await asyncio.gather(person.page.reload(), verifier.page.reload())
    await asyncio.gather(sees(person.page), sees(verifier.page))
    await verifier.lets_pass()
    await person.reads("You are verified")


async def test_a_verifier_who_closes_the_console_leaves_the_person_at_the_head_of_the_line(
    in_call, call_shop, verifiers
):
    person, verifier = await in_call()
    await call_shop.people.open("ann")
    await call_shop.people.queue("ann")
    await verifier.page.close()
    await expect(person.page.get_by_text("has lost the line to the server")).to_be_visible()
    call_shop.clock.advance(VERIFIER_LOST + SECOND)
    await person.reads("You are in line")
    await expect(person.page.locator(".figures dd").first).to_have_text("1")

    verifier = await verifiers()
    await verifier.calls_the_next()
    await person.button("Join now").click()
    await asyncio.gather(sees(person.page), sees(verifier.page))


async def test_somebody_who_is_put_back_and_called_again_meets_the_verifier_anew(in_call):
    person, verifier = await in_call()
    assert await verifier.faults() == []
    for page in (person.page, verifier.page):
        await page.set_viewport_size(PHONE)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await verifier.page.get_by_role("button", name="Put back in line").click()
    await person.reads("You are in line")
    await verifier.calls_the_next()
    await person.button("Join now").click()
    await asyncio.gather(sees(person.page), sees(verifier.page))


async def test_a_call_that_the_person_leaves_ends_on_both_sides(in_call):
    person, verifier = await in_call()
    await person.button("Leave the call").click()
    await person.page.get_by_role("alertdialog").get_by_role("button", name="Leave the call").click()
    await expect(verifier.page.get_by_text("The last call:")).to_be_visible()
    for page in (person.page, verifier.page):
        await page.wait_for_function("window.peers.every((peer) => peer.connectionState === 'closed')")
