"""Every letter in a browser: on a phone's width and a desk's, in light and in dark, readable and nothing cut off."""

from pathlib import Path

import pytest
import pytest_asyncio

from bot.mail.letters.kinds import KINDS
from bot.mail.letters.words import languages
from tests.mail.renderings import GOLDEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = Path(__file__).resolve().parents[2] / "web_widget" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (360, 1100)
#: What a whole page has and a mail, which stands in the page of a mail program, has not.
PAGES_ONLY = {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RULES = """async (rules) => {
  const found = await axe.run(document, {rules});
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html}`));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def shown(new_context):
    """Show every letter of a language, one after another; tells its name and its page."""
    wanted: list[str] = []

    async def letters(language, **how):
        context = await new_context(**how)
        await context.route("**/*", lambda route: route.abort())
        page = await context.new_page()
        page.on("request", lambda request: wanted.append(request.url))
        for kind in KINDS:
            await page.set_content((GOLDEN / f"{kind}.{language}.html").read_text("utf-8"))
            yield kind, page

    yield letters
    assert wanted == [], "a letter fetches something"


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("width", WIDTHS)
async def test_no_letter_is_wider_than_its_screen(shown, width, language):
    async for kind, page in shown(language, viewport={"width": width, "height": 800}):
        assert await page.evaluate(WIDE) == 0, kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_letter_can_be_read(shown, scheme):
    async for kind, page in shown("en", viewport={"width": 360, "height": 800}, color_scheme=scheme):
        await page.add_script_tag(path=AXE)
        assert await page.evaluate(RULES, PAGES_ONLY) == [], kind
