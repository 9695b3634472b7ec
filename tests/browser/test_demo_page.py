"""The demo marketplace's page shows what the chat talks about, and its clock can be moved on."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_clock_is_moved_on_for_the_application(visits, shop):
    visit = await visits()
    before = shop.clock.now()
    control = visit.page.get_by_role("group", name="The demo's clock")
    shown = await control.get_by_role("time").inner_text()
    await control.get_by_role("button", name="+5 days").click()
    await expect(control.get_by_role("time")).not_to_have_text(shown)
    assert shop.clock.now() - before >= timedelta(days=5)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"data": {"hours": 1}, "headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ({"data": "hours=1", "headers": {"Content-Type": "text/plain"}}, 403),
        ({"data": {"hours": -1}}, 400),
        ({"data": {"hours": 10_000}}, 400),
        ({"data": {"hours": "1"}}, 400),
        ({"data": {"hours": True}}, 400),
        ({"data": [1]}, 400),
    ],
)
async def test_nobody_else_moves_it_and_never_back(shop, new_context, how, status):
    context = await new_context()
    before = shop.clock.now()
    answer = await context.request.post(f"{shop.url}/demo/clock", **how)
    assert answer.status == status
    assert shop.clock.now() - before < timedelta(minutes=10)


async def test_a_small_phone_shows_all_of_it(visits):
    visit = await visits(viewport={"width": 320, "height": 640})
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    assert not await visit.is_too_wide()
