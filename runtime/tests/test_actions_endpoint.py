"""The way to the actions."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from milepost_runtime.actions_endpoint import ActionsEndpoint
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from served import ACTIONS_SECRET, PATIENCE, ScriptedActions

TRACKER = {"sender_id": "c", "slots": {"topic_before": "greet"}, "events": [{"event": "restart"}]}


@pytest.fixture
async def endpoint(actions: ScriptedActions) -> AsyncIterator[ActionsEndpoint]:
    """The way to the scripted actions, as endpoints.yml would describe it."""
    given = EndpointConfig(
        f"http://127.0.0.1:{actions.port}/webhook",
        headers={"Authorization": f"Bearer {ACTIONS_SECRET}"},
        enable_selective_domain=True,
    )
    made = ActionsEndpoint.at(given)
    assert made == given
    assert made.kwargs == given.kwargs
    yield made
    await made.close()


async def test_an_action_is_given_the_tracker_without_its_events(
    endpoint: ActionsEndpoint, actions: ScriptedActions
) -> None:
    said = await endpoint.request(
        json={"next_action": "action_greet", "tracker": TRACKER}, method="post", timeout=PATIENCE
    )
    assert said["responses"][0]["text"] == "action_greet"
    assert actions.asked[-1]["tracker"] == {**TRACKER, "events": []}
    assert TRACKER["events"]


async def test_actions_are_called_over_one_connection(endpoint: ActionsEndpoint) -> None:
    for _ in range(3):
        await endpoint.request(json={"next_action": "action_greet"})
    assert endpoint._http is not None
    assert endpoint._http.connector is not None
    assert sum(map(len, endpoint._http.connector._conns.values())) == 1


async def test_an_error_of_the_action_server_is_raised_as_rasa_knows_it(endpoint: ActionsEndpoint) -> None:
    with pytest.raises(ClientResponseError) as refused:
        await endpoint.request(json={"next_action": "action_deny"})
    assert refused.value.status == 500
    assert b"broken" in refused.value.text
