"""Fakes that read like scripts: an assistant, a marketplace, and the gateway's sentences."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.assistant import AssistantDown, AssistantSilent, Utterance
from bot.marketplace.money import Money
from bot.marketplace.port import AccountView, IncidentView, Records, Role, Standing

type Line = Utterance | Exception | asyncio.Event | float


@dataclass
class ScriptedAssistant:
    """Answers from a script, and remembers what it was asked.

    A line of the script is said, raised, waited for (an event), or slept (seconds). A text that is not in
    the script is answered with "You said: …".
    """

    script: dict[str, list[Line]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    is_ready: bool = True
    is_deaf: bool = False

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        self.asked.append(dict(question))
        said = False
        text = question["message"]
        lines = self.script.get(text, [Utterance(f"You said: {text}", topic="small_talk")])
        # A list of lists is a line per asking: first this, and when asked again that.
        if lines and isinstance(lines[0], list):
            lines = lines.pop(0) if len(lines) > 1 else lines[0]
        for line in lines:
            match line:
                case Utterance():
                    said = True
                    yield line
                case asyncio.Event():
                    await line.wait()
                case float():
                    await asyncio.sleep(line)
                case error:
                    raise error
        if not said:
            raise AssistantSilent("nothing")

    async def close(self, conversation: str) -> None:
        if self.is_deaf:
            raise AssistantDown("deaf")
        self.closed.append(conversation)

    async def ready(self) -> bool:
        return self.is_ready

    def texts(self) -> list[str]:
        return [question["message"] for question in self.asked]


class FakeMarketplace:
    """Knows `client-demo`, and whatever incident a test opens."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock
        self.open_incident: IncidentView | None = None

    async def records(self, account: str) -> Records | None:
        if not account.endswith("-demo"):
            return None
        view = AccountView(account, "Client Demo", Role.CLIENT, Standing.GOOD, can=("fund", "release"), email=None)
        return Records(self._clock.now(), view, (), Money(0))

    async def transactions(self, account: str, *, limit: int) -> tuple[()]:
        return ()

    async def incident(self) -> IncidentView | None:
        return self.open_incident

    def break_payments(self) -> None:
        began = self._clock.now() - timedelta(minutes=5)
        self.open_incident = IncidentView("Payments delayed", "degraded", "https://status.example", began)


@dataclass(frozen=True)
class Sentence:
    text: str
    blocks: tuple[dict[str, Any], ...] = ()


class Sentences:
    def __init__(self, said: str = "<{}>") -> None:
        self._said = said

    def speaking(self, locale: str) -> "Sentences":
        return Sentences("¡{}!") if locale.startswith("es") else self

    def entry(self, key: str, **values: Any) -> Sentence:
        links = ({"type": "links", "links": [{"label": "A person", "url": "https://example.com/help"}]},)
        return Sentence(self._said.format(key), links if key == "assistant_unavailable" else ())
