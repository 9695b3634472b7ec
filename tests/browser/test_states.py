"""axe finds nothing grave in any state that people meet, dark or light."""

import pytest

from tests.browser.states import STATES

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
async def test_axe_finds_nothing_grave(visits, shop, state):
    visit = await visits(account=state.account, path=state.path, **state.how)
    await state.reach(visit, shop)
    assert await visit.faults() == []
