"""The private door for Rasa: nobody without the secret, and never a stack trace."""

import aiohttp
import pytest
from aiohttp import web
from rasa_sdk import Action

from bot.gateway.actions_door import BODY_BYTES, actions_app

SECRET = {"Authorization": "Bearer s3cret"}
CALL = {"next_action": "action_hello", "tracker": {"sender_id": "c", "slots": {}, "events": [], "latest_message": {}}}


class Hello(Action):
    def name(self):
        return "action_hello"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"hello {tracker.sender_id}")
        return []


class Broken(Action):
    def name(self):
        return "action_broken"

    async def run(self, dispatcher, tracker, domain):
        raise RuntimeError("the secret of the trace")


@pytest.fixture
async def post():
    runner = web.AppRunner(actions_app([Hello(), Broken()], "s3cret"))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook"
    async with aiohttp.ClientSession() as http:

        async def posted(headers=SECRET, **body):
            async with http.post(url, headers=headers, **body) as response:
                return response.status, await response.json()

        yield posted
    await runner.cleanup()


@pytest.mark.parametrize("call", [CALL, {**CALL, "domain": None}, {**CALL, "domain": {"actions": []}}])
async def test_an_action_is_run(post, call):
    status, body = await post(json=call)
    assert status == 200
    assert body["responses"][0]["text"] == "hello c"


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer other"}, {"Authorization": "s3cret"}, {"Authorization": ""}]
)
async def test_without_the_secret_nothing_is_run(post, headers):
    status, body = await post(headers=headers, json=CALL)
    assert (status, body["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("body", [{"data": "nonsense"}, {"json": []}, {"json": 7}, {}])
async def test_what_is_no_call_is_refused(post, body):
    status, answer = await post(**body)
    assert (status, answer["code"]) == (400, "bad_payload")


async def test_an_unknown_action_is_told_as_rasa_reads_it(post):
    assert await post(json={**CALL, "next_action": "action_other"}) == (
        404,
        {"error": "No registered action found for name 'action_other'.", "action_name": "action_other"},
    )


async def test_an_action_that_fails_is_answered_without_its_trace(post):
    status, body = await post(json={**CALL, "next_action": "action_broken"})
    assert (status, body["code"]) == (500, "internal")
    assert "trace" not in str(body)


def test_the_door_does_not_open_without_a_secret():
    with pytest.raises(ValueError, match="secret"):
        actions_app([Hello()], "")


def test_a_tracker_of_megabytes_is_taken():
    assert actions_app([Hello()], "s")._client_max_size == BODY_BYTES
