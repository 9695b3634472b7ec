"""axe finds nothing grave in any state that people meet, dark or light."""

import pytest
from playwright.async_api import expect

from tests.browser.states import STATES

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
async def test_axe_finds_nothing_grave(visits, shop, state):
    visit = await visits(account=state.account, path=state.path, **state.how)
    await state.reach(visit, shop)
    assert await visit.faults() == []


async def test_axe_finds_nothing_grave_on_the_demo_page(visits):
    visit = await visits()
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    assert await visit.faults("html") == []
