"""Evidence: messages, sealed by a hash of what was said, by which kind of author, where and when."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import wire_time


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a conversation."""

    conversation: str
    seq: int
    message_id: str
    kind: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is kept of a message: enough to find it, and to prove that it was not changed."""

    seq: int
    message_id: str
    kind: str
    at: datetime
    sha256: str


def seal(heard: Heard) -> Sealed:
    """Hash a message."""
    content = {
        "conversation": heard.conversation,
        "seq": heard.seq,
        "id": heard.message_id,
        "kind": heard.kind,
        "at": wire_time(heard.at),
        "text": heard.text,
    }
    return Sealed(heard.seq, heard.message_id, heard.kind, heard.at, digest(content))


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON object, written with sorted keys and without spaces, in UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
