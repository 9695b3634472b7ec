"""The page of the video verification in Firefox, whose made-up camera and microphone pass the checks."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHECK = ".checks > li"


async def test_a_machine_with_everything_passes_and_joins_the_line(tabs, counter):
    tab = await tabs()
    await tab.goes_to(f"{counter.url}/verify#a-ticket")
    await tab.clicks("button", "Start the checks")
    for name in ("Browser", "Camera", "Microphone", "Picture"):
        await tab.until("(name) => find('.checks > li', name)?.textContent.includes('Works')", name)
    await tab.clicks("input[type=checkbox]")
    await tab.sees("p", "Everything is ready.")
    await tab.clicks("button", "Join the line")
    await counter.hears("join")
