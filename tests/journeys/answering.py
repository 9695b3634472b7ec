"""An assistant that gives our own answers: a test says what is understood, and the actions do the rest."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.catalogue import actions
from bot.assistant import Utterance, _utterance

type Fault = Exception | Mapping[str, Any]


@dataclass
class AnsweringAssistant:
    """Runs the action of the topic that a message is understood as, as Rasa would.

    `faults` come first, one for each asking: an exception is raised after the answer was given, a mapping
    stands in the place of what the answer files.
    """

    parts: Mapping[str, Any]
    understood: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    asked: list[Mapping[str, Any]] = field(default_factory=list)

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        self.asked.append(question)
        payload = question["payload"] or {"intent": self.understood[question["message"]], "entities": {}}
        fault = self.faults.pop(0) if self.faults else None
        said = await self._answer(question, payload)
        if isinstance(fault, Mapping):
            said = {**said, "custom": {**said["custom"], "file": fault}}
        utterance = _utterance(said)
        assert utterance is not None
        yield utterance
        if isinstance(fault, Exception):
            raise fault

    async def close(self, conversation: str) -> None:
        pass

    async def ready(self) -> bool:
        return True

    async def _answer(self, question: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
        name = f"action_{payload['intent']}"
        action = next(action for action in actions(**self.parts) if action.name() == name)
        entities = [{"entity": kind, "value": value} for kind, value in payload["entities"].items()]
        latest = {
            "text": question["message"],
            "message_id": question["id"],
            "metadata": question["metadata"],
            "entities": entities,
        }
        tracker = Tracker.from_dict(
            {"sender_id": question["sender"], "slots": {}, "latest_message": latest, "events": []}
        )
        dispatcher = CollectingDispatcher()
        await action.run(dispatcher, tracker, {})
        [message] = dispatcher.messages
        return message
