"""In the line: the way in is kept over a reload, what happens is told, and the way out is open."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_page_that_is_loaded_again_comes_in_by_its_session_and_keeps_the_ticket_out_of_the_address(
    persons, counter
):
    counter.state = {"state": "waiting", "position": 3, "wait_s": None}
    person = await persons()
    await person.reads("You are in line")
    assert person.page.url == f"{counter.url}/verify"
    await person.page.reload()
    await person.reads("You are in line")
    assert [next(key for key in auth if key != "page") for auth in counter.auths] == ["ticket", "session"]


async def test_a_link_that_is_used_up_says_how_to_get_another(persons, counter):
    counter.refusal = "ticket_over"
    await (await persons()).reads("This link is used up")


async def test_the_place_the_estimate_and_the_turn_are_told(persons, counter):
    counter.state = {"state": "waiting", "position": 2, "wait_s": 540}
    person = await persons()
    await expect(person.page.locator(".figures")).to_contain_text("About 9 min")
    await expect(person.page).to_have_title("(2) In line · Video verification")
    await counter.says("ringing", ring_until="2026-11-23T18:00:40.000Z", verifier="Noor")
    await expect(person.page).to_have_title("★ Your turn: join now")
    await expect(person.page.get_by_role("timer")).to_contain_text("left")
    await person.button("Join now").click()
    await counter.hears("answer")


async def test_leaving_the_line_is_asked_for_twice(persons, counter):
    counter.state = {"state": "waiting", "position": 1, "wait_s": 60}
    person = await persons()
    await person.button("Leave the line").click()
    await expect(person.button("Stay")).to_be_focused()
    await person.button("Leave the line").click()
    await counter.hears("leave")


async def test_after_hours_there_is_no_line_to_join_but_times_to_choose(persons, counter):
    counter.state = {"state": "required", "open": False, "opens_at": "2026-11-24T14:00:00Z"}
    person = await persons()
    await expect(person.page.get_by_text("The line opens Tue, Nov 24")).to_be_visible()
    await expect(person.button("Join the line")).to_have_count(0)
    await expect(person.button("Choose a time instead")).to_be_visible()
