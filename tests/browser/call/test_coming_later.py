"""The line over time: a gateway that starts again in the middle of it, closing time, and an appointment that comes due."""

from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.desk.floor import FRIDAY_FIVE_PAST_FIVE, PACIFIC

pytestmark = pytest.mark.asyncio(loop_scope="session")

MINUTE = timedelta(minutes=1)
GONE = "The connection is gone."
MONDAY_TEN = datetime(2026, 11, 30, 10, 0, tzinfo=PACIFIC)


def place(person):
    return person.page.locator(".figures dd").first


async def test_a_gateway_that_starts_again_keeps_the_places_in_line(call_shop, comes):
    await call_shop.people.open("ann")
    for account in ("ann", "suspended-demo"):
        await call_shop.people.queue(account)
        call_shop.clock.advance(timedelta(seconds=1))
    ann, second = await comes("ann"), await comes()
    await expect(place(ann)).to_have_text("1")
    await expect(place(second)).to_have_text("2")
    await call_shop.shut()
    await expect(second.page.get_by_text(GONE)).to_be_visible()
    call_shop.clock.advance(10 * MINUTE)
    await call_shop.open()
    for person, number in ((ann, "1"), (second, "2")):
        await expect(person.page.get_by_text(GONE)).to_be_hidden()
        await expect(place(person)).to_have_text(number)


@pytest.mark.parametrize("at", [{"at": FRIDAY_FIVE_PAST_FIVE}])
async def test_who_comes_after_hours_books_a_time_and_goes_ahead_of_the_line_then(call_shop, comes, verifiers):
    friday = await comes(timezone_id="America/Los_Angeles")
    await expect(friday.page.get_by_text("The line opens Mon, Nov 30")).to_be_visible()
    await expect(friday.button("Join the line")).to_have_count(0)
    await friday.button("Choose a time instead").click()
    await friday.page.get_by_text("10:00 AM").first.click()
    await friday.button("Book this time").click()
    await expect(friday.page.get_by_text("You have an appointment")).to_be_visible()
    await friday.button("Give this time back").click()
    await expect(friday.page.get_by_text("You have an appointment")).to_be_hidden()
    await expect(friday.page.get_by_role("heading", level=1)).to_be_focused()
    await friday.button("Choose a time instead").click()
    await friday.page.get_by_text("10:00 AM").first.click()
    await friday.button("Book this time").click()
    await expect(friday.page.get_by_text("You have an appointment")).to_be_visible()
    await friday.page.close()

    await call_shop.moves_to(MONDAY_TEN - MINUTE)
    await call_shop.people.open("ann")
    await call_shop.people.queue("ann")
    ann = await comes("ann")
    await expect(place(ann)).to_have_text("1")

    monday = await comes()
    await monday.joins_the_line()
    await expect(place(monday)).to_have_text("1")
    await expect(place(ann)).to_have_text("2")
    verifier = await verifiers()
    await verifier.calls_the_next()
    await monday.reads("It is your turn")
