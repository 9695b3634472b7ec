"""The organisation's own sign-in: code with PKCE, state and nonce, against a provider that really listens."""

from dataclasses import replace

import pytest

from bot.desk.staff import members
from bot.gateway.desk.openid import BACK, JOURNEY_COOKIE
from bot.gateway.desk.provider import ANSWER_BYTES, ProviderSettings, role_map
from tests.journeys.desk.conftest import PASSWORD
from tests.journeys.desk.console import Console
from tests.journeys.desk.provider import CLIENT, CLIENT_SECRET, OpenIdProvider
from tests.patience import PATIENCE_S

ROLES = "web=specialist:Web & Mobile Development; leads=supervisor"


@pytest.fixture
async def provider():
    started = OpenIdProvider()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def gateway(start_desk, desk_parts, provider):
    settings = ProviderSettings(
        provider.issuer, CLIENT, CLIENT_SECRET, "groups", role_map(ROLES), patience_s=PATIENCE_S
    )
    return await start_desk(desk=replace(desk_parts, provider=settings))


@pytest.fixture
async def page(gateway):
    console = Console(gateway.url)
    yield console
    await console.leave()


async def comes_back(page: Console) -> tuple[int, str]:
    """Leave for the provider and come back; where that ends, without opening the console's page itself."""
    async with page.http.get(f"{page.url}/desk/oidc/start", allow_redirects=False) as left:
        there = left.headers["Location"]
    async with page.http.get(there, allow_redirects=False) as asked:
        back = asked.headers["Location"]
    return await visited(page, back)


async def visited(page: Console, url: str) -> tuple[int, str]:
    async with page.http.get(url, allow_redirects=False) as returned:
        code = "" if returned.status == 302 else (await returned.json())["code"]
        return returned.status, returned.headers.get("Location", code)


async def test_the_providers_people_get_the_roles_of_their_groups(page, provider):
    assert (await page.me())[1]["oidc"] is True
    assert await comes_back(page) == (302, "/desk")
    status, body = await page.me()
    assert (status, body["me"]["name"], body["me"]["roles"], body["me"]["categories"]) == (
        200, "Robin", ["specialist"], ["Web & Mobile Development"],
    )  # fmt: skip
    page.csrf = body["csrf"]
    await page.connect()
    provider.person["groups"] = ["leads", "unknown"]
    assert (await comes_back(page))[0] == 302
    assert (await page.me())[1]["me"]["roles"] == ["supervisor"], "roles follow the groups at every sign-in"
    assert (await page.me())[1]["me"]["id"] == body["me"]["id"]


async def test_no_password_fits_somebody_of_the_provider(page, gateway):
    await comes_back(page)
    handle = (await page.me())[1]["me"]["id"]
    stranger = Console(gateway.url)
    for password in ("!", PASSWORD):
        assert (await stranger.sign_in(handle, password))[0] == 401
    await stranger.leave()


async def test_whoever_has_no_role_or_was_disabled_stays_out(page, provider, database):
    provider.person["groups"] = ["somewhere else"]
    assert await comes_back(page) == (400, "not_staff")
    provider.person["groups"] = "web"
    assert (await comes_back(page))[0] == 302
    handle = (await page.me())[1]["me"]["id"]
    async with database.transaction() as session:
        await members.change(session, handle=handle, active=False)
    assert await comes_back(page) == (400, "not_staff")
    assert (await page.me())[0] == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"nonce": "another"},
        {"nonce": None},
        pytest.param({"exp": lambda now: now - 60}, id="expired"),
        pytest.param({"iat": lambda now: now + 600}, id="from the future"),
        {"sub": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
    ],
    ids=str,
)
async def test_a_token_that_says_anything_else_is_refused(page, provider, wrong):
    provider.claims = wrong
    assert await comes_back(page) == (400, "provider_failed")
    assert (await page.me())[0] == 401


async def test_a_key_that_is_new_is_fetched_and_one_that_is_not_the_providers_is_refused(page, provider):
    assert (await comes_back(page))[0] == 302
    provider.key_id = "k2"
    assert (await comes_back(page))[0] == 302
    own = OpenIdProvider()
    provider._key, right = own._key, provider._key
    assert await comes_back(page) == (400, "provider_failed")
    provider._key = right


async def test_a_return_that_did_not_leave_from_here_is_refused(page, gateway):
    assert await visited(page, f"{page.url}{BACK}?code=x&state=y") == (400, "provider_failed")
    async with page.http.get(f"{page.url}/desk/oidc/start", allow_redirects=False) as left:
        kept = left.cookies[JOURNEY_COOKIE]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", BACK)
    assert await visited(page, f"{page.url}{BACK}?code=x&state=guessed") == (400, "provider_failed")
    assert await visited(page, f"{page.url}{BACK}?error=access_denied") == (400, "provider_failed")


async def test_a_provider_that_is_away_lets_nobody_in_and_passwords_work_on(page, provider):
    await provider.stop()
    assert await visited(page, f"{page.url}/desk/oidc/start") == (400, "provider_failed")
    assert (await page.sign_in("lead-demo", PASSWORD))[0] == 200
    await provider.start()


async def test_an_answer_that_is_too_long_is_none(page, provider):
    provider.padding = b" " * ANSWER_BYTES
    assert await visited(page, f"{page.url}/desk/oidc/start") == (400, "provider_failed")


@pytest.mark.parametrize("wrong", ["web", "web=", "=specialist", "web=specialist; leads"])
def test_a_map_of_roles_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match="group=role"):
        role_map(wrong)
