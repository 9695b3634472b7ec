"""The private door for Rasa: runs the action it names. Its listener is on loopback, behind a secret."""

import hmac
from collections.abc import Iterable
from typing import Any

import structlog
from aiohttp import web
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

BODY_BYTES = 16 * 1024 * 1024  # Rasa sends the whole tracker

log = structlog.get_logger(__name__)


def actions_app(actions: Iterable[Action], secret: str) -> web.Application:
    """Build the application that serves `actions` at `POST /webhook` to whoever brings `secret`."""
    if not secret:
        raise ValueError("the actions webhook needs a secret")
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    expected = f"Bearer {secret}".encode()

    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return _refused(401, "unauthorized", "The secret is missing or wrong.")
        try:
            call: Any = await request.json()
        except ValueError:
            call = None
        if not isinstance(call, dict):
            return _refused(400, "bad_payload", "The body must be a JSON object.")
        # Rasa leaves the domain out when it has sent it before; the executor insists on one.
        call["domain"] = call.get("domain") or {}
        return await _run(executor, call)

    app = web.Application(client_max_size=BODY_BYTES)
    app.router.add_post("/webhook", webhook)
    return app


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> web.Response:
    """Run the action; a rejection and a missing action are told in the shape that Rasa's client reads."""
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as rejected:
        return web.json_response({"error": rejected.message, "action_name": rejected.action_name}, status=400)
    except ActionNotFoundException as missing:
        return web.json_response({"error": missing.message, "action_name": missing.action_name}, status=404)
    except Exception:
        name = call.get("next_action")
        log.exception("action_failed", action=name if isinstance(name, str) else None)
        return _refused(500, "internal", "The action failed.")
    return web.json_response({} if result is None else result.model_dump())


def _refused(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"ok": False, "code": code, "message": message}, status=status)
