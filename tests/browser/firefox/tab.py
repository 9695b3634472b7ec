"""A page in Firefox: what a person sees of it, and does with it by keyboard and mouse."""

import asyncio
import json
from typing import Any, Self

from tests.browser.firefox.bidi import Firefox
from tests.patience import PATIENCE_S

#: Finds what a CSS selector names, in shadow roots too, with a text in it; the last one that is shown.
FIND = """(selector, text) => {
  const found = (root) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? found(each.shadowRoot) : [])),
  ];
  const told = (it) => [it.getAttribute("aria-label"), it.textContent, it.value].join(" ");
  return found(document).filter((it) => it.checkVisibility({ visibilityProperty: true }) && told(it).includes(text)).at(-1);
}"""
FOCUSED = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  return it;
}"""
#: Written around a function of a test: a page under a strict policy lets none be made of text.
WAIT = f"""async (...given) => {{{{
  const find = {FIND.replace("{", "{{").replace("}", "}}")};
  const focused = {FOCUSED.replace("{", "{{").replace("}", "}}")};
  const look = {{body}};
  for (const end = Date.now() + {PATIENCE_S * 1000}; Date.now() < end; ) {{{{
    const found = await look(...given);
    if (found) return JSON.stringify(found);
    await new Promise((done) => setTimeout(done, 20));
  }}}}
}}}}"""
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Shift": "\ue008", "Space": " "}


class Tab:
    """One tab, or the frame in one."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self._browser = browser
        self._context = context
        self.complaints: list[str] = []
        browser.listen(self._hear)

    @classmethod
    async def begin(cls, browser: Firefox, user: str, *, before: str = "() => {}", width: int = 1280) -> Self:
        """Open a tab of a person's; `before` runs in each of its pages before its own scripts do."""
        made = await browser.send("browsingContext.create", type="tab", userContext=user)
        tab = cls(browser, made["context"])
        await browser.send("script.addPreloadScript", functionDeclaration=before, contexts=[tab._context])
        await browser.send(
            "browsingContext.setViewport", context=tab._context, viewport={"width": width, "height": 800}
        )
        return tab

    async def goes_to(self, address: str) -> None:
        await self._browser.send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    async def reloads(self) -> None:
        await self._browser.send("browsingContext.reload", context=self._context, wait="complete")

    async def serves(self, address: str, body: str, policy: str | None = None) -> None:
        """Have this address answer with this page, under this Content-Security-Policy."""
        await self._browser.send(
            "network.addIntercept", phases=["beforeRequestSent"], contexts=[self._context],
            urlPatterns=[{"type": "string", "pattern": address}],
        )  # fmt: skip
        headers = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}
        listed = [{"name": name, "value": {"type": "string", "value": value}} for name, value in headers.items()]
        waiting = set[asyncio.Task[Any]]()

        def answer(event: str, about: dict[str, Any]) -> None:
            if event != "network.beforeRequestSent" or not about["isBlocked"] or about["context"] != self._context:
                return
            waiting.add(asyncio.create_task(self._browser.send(
                "network.provideResponse", request=about["request"]["request"], statusCode=200, reasonPhrase="OK",
                headers=listed, body={"type": "string", "value": body},
            )))  # fmt: skip

        self._browser.listen(answer)

    async def frame(self) -> "Tab":
        """Return the page in the one frame of this one."""
        for _ in range(int(PATIENCE_S * 20)):
            tree = await self._browser.send("browsingContext.getTree", root=self._context)
            if inner := tree["contexts"][0]["children"]:
                return Tab(self._browser, inner[0]["context"])
            await asyncio.sleep(0.05)
        raise AssertionError("there is no frame in the page")

    async def runs(self, function: str, *given: Any) -> Any:
        """Run a function in the page; what it returns comes as JSON, what it awaits is awaited."""
        arguments = [_argument(each) for each in given]
        answered = await self._browser.send(
            "script.callFunction", functionDeclaration=function, arguments=arguments,
            target={"context": self._context}, awaitPromise=True,
        )  # fmt: skip
        assert answered["type"] == "success", answered["exceptionDetails"]["text"]
        return answered["result"].get("value")

    async def until(self, body: str, *given: Any) -> Any:
        """Wait until a function of the page returns something; `find(selector, text)` and `focused()` are there for it."""
        found = await self.runs(WAIT.format(body=body), *given)
        assert found is not None, f"{body} {given}: not within {PATIENCE_S} s; the page reads: {await self._page()}"
        return json.loads(found)

    async def sees(self, selector: str, text: str = "") -> None:
        await self.until("(selector, text) => find(selector, text) !== undefined", selector, text)

    async def sees_no(self, selector: str, text: str = "") -> None:
        await self.until("(selector, text) => find(selector, text) === undefined", selector, text)

    async def is_at(self, selector: str) -> None:
        """Wait until the focus is there."""
        await self.until("(selector) => document.hasFocus() && focused()?.matches(selector)", selector)

    async def clicks(self, selector: str, text: str = "") -> None:
        """Click in the middle of it, as with a mouse."""
        where = (
            "(selector, text) => { const it = find(selector, text); it?.scrollIntoView({ block: 'nearest' });"
            " const box = it?.getBoundingClientRect(); return box && [box.x + box.width / 2, box.y + box.height / 2]; }"
        )
        x, y = await self.until(where, selector, text)
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._acts({"type": "pointer", "id": "mouse", "actions": moves})

    async def presses(self, *names: str) -> None:
        """Press keys together: the last one while the others are held."""
        values = [KEYS.get(name, name) for name in names]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        await self._acts({"type": "key", "id": "keys", "actions": [*down, *up]})

    async def types(self, text: str) -> None:
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        await self._acts({"type": "key", "id": "keys", "actions": keys})

    async def comes_to_front(self) -> None:
        await self._browser.send("browsingContext.activate", context=self._context)

    async def _acts(self, *actions: dict[str, Any]) -> None:
        await self._browser.send("input.performActions", context=self._context, actions=list(actions))

    async def _page(self) -> str:
        return await self.runs(
            "() => document.body.innerText + (document.querySelector('milepost-chat')?.shadowRoot.querySelector('.widget').innerText ?? '')"
        )

    def _hear(self, event: str, about: dict[str, Any]) -> None:
        ours = event == "log.entryAdded" and about["source"].get("context") == self._context
        # A line that breaks is told by the browser itself; it is what a test is about.
        if ours and about["level"] == "error" and "connection" not in (about["text"] or ""):
            self.complaints.append(about["text"])


def _argument(value: Any) -> dict[str, Any]:
    return {"type": "number" if isinstance(value, int) else "string", "value": value}
