"""A seat: one connected socket, who sits there, and how far it has read."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.conversations import Party
from bot.gateway.signin import LEEWAY, SignedIn


@dataclass(slots=True, eq=False)
class Seat:
    """One socket of a conversation. Who sits there comes from the verified token or our own visitor id."""

    sid: str
    address: str
    conversation: str
    signed_in: SignedIn | None
    visitor: str | None  # the whole id, as the browser keeps it
    visitor_key: str | None  # the part of it that we keep
    locale: str
    zone: str | None
    cursor: int = 0
    withheld_from: int | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def party(self) -> Party:
        """Whose conversation it is."""
        if self.signed_in is not None:
            return Party(account=self.signed_in.account)
        return Party(visitor=self.visitor_key)

    @property
    def party_key(self) -> str:
        """A key that limits count by."""
        party = self.party
        return f"a:{party.account}" if party.account is not None else f"v:{party.visitor}"

    def expired(self, now: datetime) -> bool:
        """Tell whether the sign-in has run out; false for a visitor, who never had one."""
        return self.signed_in is not None and self.signed_in.expires_at + LEEWAY <= now
