"""The routes that are no sockets."""

import aiohttp
import pytest


@pytest.fixture
async def get(gateway, tmp_path):
    for name in ("index.html", "widget.js", "widget-4f2a91bc07.js", "frame.html", "page-4f2a91bc.js", ".hidden"):
        (tmp_path / name).write_text(name)
    async with aiohttp.ClientSession(gateway.url) as http:

        async def got(path, **how):
            async with http.get(path, **how) as response:
                return response.status, response.headers, await response.text()

        yield got


async def test_the_demo_page_is_served_with_its_policy(get):
    status, headers, body = await get("/")
    assert (status, body) == (200, "index.html")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"


async def test_the_widget_may_be_loaded_by_any_page_and_is_revalidated(get):
    status, headers, _ = await get("/widget.js")
    assert status == 200
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "no-cache"
    again, *_ = await get("/widget.js", headers={"If-None-Match": headers["ETag"]})
    assert again == 304


async def test_the_pinned_widget_never_changes_and_can_be_checked_by_any_page(get):
    status, headers, body = await get("/widget-4f2a91bc07.js")
    assert (status, body) == (200, "widget-4f2a91bc07.js")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (await get("/widget-0000000000.js"))[0] == 404


async def test_the_frame_may_be_shown_by_the_page_that_asks_and_no_other(get, gateway):
    status, headers, _ = await get("/embed", params={"origin": gateway.url})
    assert status == 200
    assert headers["Content-Security-Policy"].endswith(f"frame-ancestors {gateway.url}")
    assert "X-Frame-Options" not in headers


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "{own}/; script-src *", "{own}\n", "javascript:alert(1)"]
)
async def test_the_frame_is_not_for_pages_that_may_not_connect(get, gateway, origin):
    assert (await get("/embed", params={"origin": origin.format(own=gateway.url)}))[0] == 403


async def test_a_hashed_file_is_kept_for_ever(get):
    status, headers, _ = await get("/static/page-4f2a91bc.js")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")


@pytest.mark.parametrize(
    "path", ["/static/none.js", "/static/..%2f..%2fetc%2fpasswd", "/static/.hidden", "/static/", "/nothing"]
)
async def test_what_is_not_there_is_not_found(get, path):
    assert (await get(path))[0] == 404


async def test_health_and_readiness(get, assistant):
    assert (await get("/healthz"))[0] == 200
    assert (await get("/readyz"))[0] == 200
    assistant.is_ready = False
    status, _, body = await get("/readyz")
    assert status == 503
    assert '"assistant": false' in body
    assert (await get("/healthz"))[0] == 200


async def test_the_figures_name_turns_sockets_and_errors(get, client):
    await client.say("hello")
    await client.answered()
    await client.sends("say", None)
    _, _, body = await get("/metrics")
    assert "milepost_sockets 1.0" in body
    assert 'milepost_turn_seconds_count{stage="ask"} 1.0' in body
    assert 'milepost_refusals_total{code="bad_payload"} 1.0' in body
    assert "client-demo" not in body


class TestTheDemoPagesOwnRoutes:
    @pytest.fixture
    async def gateway(self, start):
        return await start(demo=True)

    async def test_a_demo_account_is_signed_in(self, get, gateway):
        status, headers, body = await get("/demo/token?account=client-demo")
        assert status == 200
        assert headers["Cache-Control"] == "no-store"
        assert gateway.tokens.verify(body.split('"')[3]).account == "client-demo"

    async def test_its_contracts_are_shown(self, get):
        status, _, body = await get("/demo/contracts?account=client-demo")
        assert status == 200
        assert '"contracts": []' in body

    @pytest.mark.parametrize("path", ["/demo/token", "/demo/contracts"])
    async def test_nobody_else_is_signed_in_and_no_other_site_may_ask(self, get, path):
        assert (await get(f"{path}?account=nobody"))[0] == 404
        assert (await get(path))[0] == 404
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert (await get(f"{path}?account=client-demo", headers=foreign))[0] == 403


@pytest.mark.parametrize("path", ["/demo/token?account=client-demo", "/demo/contracts?account=client-demo"])
async def test_without_the_demo_there_are_no_such_routes(get, path):
    assert (await get(path))[0] == 404
