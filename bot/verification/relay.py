"""The relay's credentials: time-limited, made of a secret that the relay knows too (coturn's REST scheme).

Source: draft-uberti-behave-turn-rest-00, section 2.2.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Relay:
    """Where browsers find each other: STUN for everybody, TURN for those who sit in a call."""

    stun: Sequence[str] = ()
    turn: Sequence[str] = ()
    secret: str = ""

    def servers(self, *, who: str, now: datetime) -> list[dict[str, Any]]:
        """Write the servers as a browser's RTCPeerConnection takes them; the credentials are good for LIFETIME.

        `now` is real time: the relay does not know the application's clock.
        """
        found: list[dict[str, Any]] = [{"urls": list(self.stun)}] if self.stun else []
        if self.turn and self.secret:
            username = f"{int((now + LIFETIME).timestamp())}:{who}"
            signed = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
            found.append(
                {
                    "urls": list(self.turn),
                    "username": username,
                    "credential": base64.b64encode(signed).decode(),
                }
            )
        return found
