"""The states of the chat that people meet: how each is reached. axe looks at every one, and each has a picture."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import expect

from tests.browser.shop import Shop
from tests.browser.visit import Visit

PHONE = {"width": 320, "height": 640}
CLOSED_DESK = {"open": False, "available": False, "opens_at": "2026-11-23T14:00:00.000Z", "zone": "America/Los_Angeles"}
OPEN_DESK = {"open": True, "available": True, "closes_at": "2026-11-24T01:00:00.000Z", "zone": "America/Los_Angeles"}

type Reach = Callable[[Visit, Shop], Awaitable[None]]


@dataclass(frozen=True)
class State:
    """A state: how to get there, and in what kind of browser."""

    name: str
    reach: Reach
    how: Mapping[str, Any] = field(default_factory=dict)
    path: str = "/"
    account: str = "client-demo"


async def closed(visit: Visit, shop: Shop) -> None:
    await visit.open()
    await visit.ask("hello", "You said: hello")
    await visit.page.get_by_role("button", name="Close the chat").click()
    await shop.writes("client-demo", "Your milestone was approved.")
    await expect(visit.page.get_by_role("button", name="1 new message")).to_be_visible()


async def greeted(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await expect(visit.page.get_by_text("Hello!")).to_be_visible()


async def answered(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("is my milestone paid?", "not paid yet")


async def chosen(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    answer = await visit.ask("which one?", "Which milestone do you mean?")
    await answer.get_by_role("button", name="Draft copy").click()
    await visit.reads("You said: Draft copy")
    await visit.ask("which one?", "Which milestone do you mean?")


async def form(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    shown = await visit.ask("leave a message", "Leave a message.")
    await shown.get_by_label("E-mail").fill("nobody")
    await shown.get_by_role("button", name="Send").click()
    await expect(shown.get_by_role("alert")).to_be_visible()


async def everything(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("everything", "Everything at once.")


async def drafted(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("help me plan", "Here is your draft.")


async def offline(visit: Visit, shop: Shop) -> None:
    await visit.open()
    await visit.ask("hello", "You said: hello")
    await shop.shut()
    await expect(visit.page.get_by_text("No connection.")).to_be_visible()
    await visit.say("Are you there?")
    await expect(visit.thread.get_by_text("Waiting to be sent")).to_be_visible()


async def queued(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("a person, please", "You said: a person, please")
    await visit.tap.says(
        "state", {"owner": "queue", "queue": {"position": 2, "wait_s": 240}, "desk": OPEN_DESK, "can": []}
    )
    await expect(visit.page.get_by_text("You are number 2 in line.")).to_be_visible()


async def with_specialist(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("a person, please", "You said: a person, please")
    specialist = {"name": "Ana Ruiz", "category": "Design & Creative"}
    await visit.tap.says("state", {"owner": "specialist", "specialist": specialist, "desk": OPEN_DESK, "can": []})
    await visit.tap.says("typing", {"from": "specialist", "on": True})
    await expect(visit.page.get_by_text("Ana Ruiz · Design & Creative")).to_be_visible()


async def after_hours(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("a person, please", "You said: a person, please")
    promised = {"reference": "F-4217", "promised_by": "2026-11-24T01:00:00.000Z"}
    await visit.tap.says("state", {"owner": "nobody", "follow_up": promised, "desk": CLOSED_DESK, "can": []})
    await expect(visit.page.get_by_text("F-4217")).to_be_visible()


async def parted(visit: Visit, shop: Shop) -> None:
    await with_specialist(visit, shop)
    await visit.tap.says("typing", {"from": "specialist", "on": False})
    await visit.tap.says("state", {"owner": "assistant", "desk": OPEN_DESK, "can": []})
    await visit.page.get_by_text("Good", exact=True).check(force=True)


async def options(visit: Visit, _shop: Shop) -> None:
    await visit.open()
    await visit.ask("hello", "You said: hello")
    await visit.page.get_by_role("button", name="Options").click()


async def incident(visit: Visit, _shop: Shop) -> None:
    await answered(visit, _shop)
    trouble = {"title": "Payments delayed", "impact": "degraded", "url": "https://example.com/status"}
    await visit.tap.says("state", {"owner": "assistant", "incident": trouble, "desk": OPEN_DESK, "can": []})
    await expect(visit.page.get_by_text("Payments delayed")).to_be_visible()


async def from_right(visit: Visit, _shop: Shop) -> None:
    await visit.page.evaluate("document.querySelector('milepost-chat').language('ar-XB')")
    await visit.page.locator(".launcher").click()
    await expect(visit.page.locator(".composer textarea")).to_be_focused()
    await visit.page.locator(".composer textarea").fill("متى يتم الدفع؟")
    await visit.page.keyboard.press("Enter")
    await visit.reads("You said: متى")
    await visit.page.locator(".composer textarea").fill("is my milestone paid?")
    await visit.page.keyboard.press("Enter")
    await visit.reads("not paid yet")


STATES = (
    State("closed", closed),
    State("greeting", greeted),
    State("answer", answered),
    State("choices", chosen),
    State("form", form),
    State("blocks", everything),
    State("draft", drafted),
    State("offline", offline),
    State("queue", queued),
    State("specialist", with_specialist),
    State("after-hours", after_hours),
    State("rating", parted),
    State("options", options),
    State("incident", incident),
    State("right-to-left", from_right),
    State("phone", answered, {"viewport": PHONE}),
)
