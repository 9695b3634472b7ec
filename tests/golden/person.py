"""Somebody who chats: says, presses and fills in, and reads what is answered."""

from typing import Any
from uuid import uuid4

from tests.journeys.browser import Browser

type Message = dict[str, Any]


class Person:
    """One person's chat."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.read: Message = {}

    @property
    def can(self) -> list[str]:
        """What State says that this person may do."""
        states = [told for name, told in self._browser.told if name == "state"]
        return (states[-1] if states else self._browser.welcome["state"])["can"]

    async def say(self, text: str) -> Message:
        """Say something and read the answer."""
        return await self._answer(await self._browser.say(text))

    async def press(self, label: str) -> Message:
        """Press a button of the last answer."""
        choice = next(each["id"] for each in self._parts("choices") if each["label"] == label)
        return await self._answer(await self._sends("choose", choice=choice))

    async def submit(self, values: dict[str, Any]) -> Message:
        """Fill in the form of the last answer."""
        form = next(block for block in self.read["blocks"] if block["type"] == "form")
        return await self._answer(await self._sends("submit", form=form["form"], values=values))

    async def is_told(self, text: str) -> Message:
        """Wait for a message with these words that answers nothing."""

        def found() -> list[Message]:
            return [one for one in self._browser.thread if "reply_to" not in one and text in one["text"]]

        self.read = (await self._browser._until(found))[-1]
        return self.read

    async def _sends(self, event: str, **payload: Any) -> Any:
        return await self._browser.sends(event, {"id": str(uuid4()), "message": self.read["seq"], **payload})

    async def _answer(self, acknowledged: Any) -> Message:
        assert acknowledged["ok"], acknowledged
        seq = acknowledged["result"]["seq"]

        def found() -> list[Message]:
            return [one for one in self._browser.thread if one.get("reply_to") == seq]

        self.read = (await self._browser._until(found))[-1]
        return self.read

    def _parts(self, kind: str) -> list[dict[str, Any]]:
        """List the choices or links of what was read last."""
        return [each for block in self.read["blocks"] if block["type"] == kind for each in block[kind]]
