"""The assistant: the only file that speaks Rasa's HTTP. Asks one question, streams the answer back."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp
import orjson
from aiohttp.http_exceptions import LineTooLong

CONNECT_TIMEOUT_S = 2.0
READY_TIMEOUT_S = 2.0
SILENCE_S = 20.0  # between two lines of an answer
LINE_BYTES = 256 * 1024
CONNECTIONS = 100
KEEP_ALIVE_S = 75.0

# Rasa takes a leading slash for a command. An invisible word joiner before it leaves plain text.
NEUTRAL = "\u2060"


class AssistantError(Exception):
    """No answer could be had."""


class AssistantDown(AssistantError):  # noqa: N818 - as people say it
    """Rasa cannot be reached; it may come back any moment."""


class AssistantFailed(AssistantError):  # noqa: N818
    """Rasa answered with an error, broke off, or spoke another language than agreed."""


class AssistantSilent(AssistantError):  # noqa: N818
    """Rasa had nothing to say, or said nothing for too long."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that the assistant says. `blocks` still hold what their buttons do."""

    text: str
    topic: str | None = None
    blocks: tuple[dict[str, Any], ...] = ()
    personal: bool = False
    file: Mapping[str, Any] | None = None  # what is to be filed with it
    handoff: Mapping[str, Any] | None = None  # that a person is to be called, and why


class Assistant(Protocol):
    """Whoever answers questions."""

    def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        """Ask; yields at least one utterance. Raises AssistantDown, AssistantFailed, AssistantSilent."""
        ...

    async def close(self, conversation: str) -> None:
        """Forget a conversation. Raises AssistantDown, AssistantFailed."""
        ...

    async def ready(self) -> bool:
        """Tell whether questions can be answered now."""
        ...


def question(
    *,
    conversation: str,
    message_id: str,
    text: str,
    account: str | None,
    sign_in_expired: bool,
    locale: str,
    zone: str | None,
    payload: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write a question as the runtime's channel reads it. `payload` is a server-made `{intent, entities}`."""
    return {
        "sender": conversation,
        "id": message_id,
        "message": NEUTRAL + text if text.lstrip().startswith("/") else text,
        "payload": payload,
        "metadata": {
            "account": account,
            "sign_in_expired": sign_in_expired,
            "locale": locale,
            "zone": zone,
            "text": text,
            "form": form,
        },
    }


class Rasa:
    """Rasa behind its private port, over connections that stay open."""

    def __init__(self, url: str, secret: str, *, silence_s: float = SILENCE_S) -> None:
        """Speak to the runtime at `url`, giving `secret` as bearer."""
        self._url = url.rstrip("/") + "/webhooks/gateway"
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._silence_s = silence_s
        self._http: aiohttp.ClientSession | None = None

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        """Ask; yields what is said as it is said. Raises AssistantDown, AssistantFailed, AssistantSilent."""
        said = 0
        with _typed_errors():
            async with self._session().post(f"{self._url}/webhook", data=orjson.dumps(question)) as response:
                if response.status != HTTPStatus.OK:
                    raise AssistantFailed(f"the runtime answered {response.status}")
                async for line in response.content:
                    match _parsed(line):
                        case {"type": "utterance"} as heard:
                            utterance = _utterance(heard)
                            if utterance is not None:
                                said += 1
                                yield utterance
                        case {"type": "done"}:
                            if not said:
                                raise AssistantSilent("an answer without words")
                            return
                        case {"type": "error", "code": str(code)}:
                            raise AssistantFailed(code)
                        case _:
                            raise AssistantFailed("a line that is no answer")
            raise AssistantFailed("the answer broke off")

    async def close(self, conversation: str) -> None:
        """Make Rasa forget a conversation. Raises AssistantDown, AssistantFailed."""
        try:
            async with self._session().post(f"{self._url}/close", json={"sender": conversation}) as response:
                if not response.ok:
                    raise AssistantFailed(f"the runtime answered {response.status}")
        except (aiohttp.ClientError, TimeoutError) as down:
            raise AssistantDown(type(down).__name__) from down

    async def ready(self) -> bool:
        """Tell whether the model is loaded and warmed up."""
        try:
            async with self._session().get(
                f"{self._url}/ready", timeout=aiohttp.ClientTimeout(total=READY_TIMEOUT_S)
            ) as response:
                return response.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def disconnect(self) -> None:
        """Let go of all connections."""
        if self._http is not None:
            await self._http.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:  # needs the running loop, so not in __init__
            self._http = aiohttp.ClientSession(
                headers=self._headers,
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_S),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S, sock_read=self._silence_s),
                read_bufsize=LINE_BYTES,
            )
        return self._http


@contextmanager
def _typed_errors() -> Iterator[None]:
    """Turn what aiohttp raises while an answer is read into one of our three errors."""
    try:
        yield
    except TimeoutError as late:
        raise AssistantSilent("nothing was said in time") from late
    except aiohttp.ClientPayloadError as broken:
        raise AssistantFailed("the answer broke off") from broken
    except aiohttp.ClientError as down:
        raise AssistantDown(type(down).__name__) from down
    except LineTooLong as endless:
        raise AssistantFailed("a line that is too long") from endless


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _utterance(heard: Mapping[str, Any]) -> Utterance | None:
    """Read one utterance; None if it has no words, for a bubble without text helps nobody."""
    text = heard.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    custom = heard.get("custom")
    if not isinstance(custom, Mapping):
        return Utterance(text)
    topic, blocks, file, handoff = (custom.get(name) for name in ("topic", "blocks", "file", "handoff"))
    return Utterance(
        text,
        topic=topic if isinstance(topic, str) else None,
        blocks=tuple(block for block in blocks if isinstance(block, dict)) if isinstance(blocks, list) else (),
        personal=bool(custom.get("personal")),
        file=file if isinstance(file, Mapping) else None,
        handoff=handoff if isinstance(handoff, Mapping) else None,
    )
