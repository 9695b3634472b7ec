"""Rasa as a server: one worker, our channel only, ready when it is warm."""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels import channel as channels
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from milepost_runtime import patches, project
from milepost_runtime.actions_endpoint import ActionsEndpoint

log = logging.getLogger("milepost.serving")

HOST = "127.0.0.1"
KEEP_ALIVE = 120  # seconds that an idle connection of the gateway stays open
WARM_UP = "Hello! When will the second milestone be paid? I sent the work on Monday."


def application(model: Path) -> Sanic:
    """Build the web application; it loads `model` once the server has started."""
    patches.apply()
    app = Sanic("milepost_rasa", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
    app.config.ACCESS_LOG = False
    root = project.root()
    channels.register(create_http_input_channels(None, str(root / "credentials.yml")), app, route="/webhooks/")

    @app.after_server_start
    async def load(app: Sanic, _loop: Any) -> None:
        endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
        app.ctx.memory = TrackerStore.create(endpoints.tracker_store)
        app.ctx.actions = ActionsEndpoint.at(endpoints.action)
        app.ctx.agent = Agent.load(
            str(model),
            tracker_store=app.ctx.memory,
            lock_store=LockStore.create(endpoints.lock_store),
            action_endpoint=app.ctx.actions,
        )
        await warm_up(app.ctx.agent)
        # What is loaded now stays: no collection needs to walk over Rasa and TensorFlow again.
        gc.collect()
        gc.freeze()
        app.ctx.model = model.name.removesuffix(".tar.gz")
        log.info("ready")

    @app.after_server_stop
    async def close(app: Sanic, _loop: Any) -> None:
        await app.ctx.actions.close()
        app.ctx.memory.close()

    return app


async def warm_up(agent: Agent) -> None:
    """Understand one message and predict its answer, calling no action and leaving no trace."""
    processor = agent.processor
    parsed = await processor.parse_message(UserMessage(WARM_UP))
    events = [
        ActionExecuted("action_session_start"),
        ActionExecuted("action_listen"),
        UserUttered(WARM_UP, parsed["intent"], parsed["entities"], parsed),
    ]
    tracker = DialogueStateTracker.from_events("warm-up", events, slots=processor.domain.slots, domain=processor.domain)
    processor.predict_next_with_tracker(tracker)


def serve(model: Path, port: int) -> None:
    """Serve until the process is told to stop."""
    application(model).run(host=HOST, port=port, workers=1, access_log=False, debug=False)
