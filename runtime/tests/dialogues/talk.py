"""A conversation with the model and the actions, as the gateway leads it, and what one expects of its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost_runtime.channel import GatewayOutput
from milepost_runtime.turn_request import TurnRequest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage


@dataclass
class Talk:
    """One person's conversation. `account` None is a stranger."""

    agent: Agent
    sender: str
    account: str | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)

    async def say(self, text: str) -> None:
        """Say something; `answer` is what comes back."""
        await self._turn({"message": text})

    async def press(self, label: str) -> None:
        """Press a button of the last answer."""
        then = self.buttons[label]
        await self._turn({"message": label, "payload": {"intent": then["topic"], "entities": then["entities"]}})

    @property
    def topic(self) -> str:
        """What the last answer was about."""
        return str(self.answer["custom"]["topic"])

    @property
    def buttons(self) -> dict[str, Any]:
        """The last answer's buttons and what they do."""
        return {choice["label"]: choice["then"] for block in self._blocks("choices") for choice in block["choices"]}

    @property
    def links(self) -> list[str]:
        """Where the last answer's links lead."""
        return [link["url"] for block in self._blocks("links") for link in block["links"]]

    def expect(self, *, topic: str, says: list[str], never: list[str], buttons: list[str], links: list[str]) -> None:
        """Hold the last answer against what is expected of it."""
        text = str(self.answer["text"])
        assert self.topic == topic, f"{self.topic}: {text}"
        for part in says:
            assert part in text
        for part in never:
            assert part not in text
        assert list(self.buttons)[: len(buttons)] == buttons, text
        for end in links:
            assert any(link.endswith(end) for link in self.links), self.links

    def _blocks(self, kind: str) -> list[dict[str, Any]]:
        return [block for block in self.answer["custom"]["blocks"] if block["type"] == kind]

    async def _turn(self, said: dict[str, Any]) -> None:
        given = {"account": self.account, "locale": "en", "zone": "UTC", "text": said["message"]}
        turn = TurnRequest.parse({"sender": self.sender, "metadata": given, **said})
        heard: list[dict[str, Any]] = []

        async def hear(line: dict[str, Any]) -> None:
            heard.append(line)

        await self.agent.handle_message(
            UserMessage(
                turn.words(),
                GatewayOutput(hear),
                turn.sender,
                parse_data=turn.parse_data(),
                metadata=dict(turn.metadata),
            )
        )
        [self.answer] = heard
