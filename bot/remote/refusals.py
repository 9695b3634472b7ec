"""Refusals on their way: a marketplace's "no" keeps its code and its sentence."""

import re
from collections.abc import Mapping
from typing import Any

from bot.errors import Refused
from bot.marketplace.commands import QuoteExpired, QuoteUnknown, QuoteVoid, ReauthRequired
from bot.marketplace.moves import WrongMove
from bot.marketplace.parties import UnknownRecord
from bot.marketplace.standing import StandingForbids
from bot.remote.views import TEXT_LENGTH, Unreadable

CODE = re.compile(r"[a-z][a-z_]{0,63}")
#: The refusals that those who command tell apart.
KNOWN: Mapping[str, type[Refused]] = {
    kind.code: kind
    for kind in (
        QuoteExpired,
        QuoteUnknown,
        QuoteVoid,
        ReauthRequired,
        StandingForbids,
        UnknownRecord,
        WrongMove,
    )
}
#: Parameters of Refused itself.
RESERVED = frozenset({"self", "sentence"})


class MarketplaceRefused(Refused):
    """The marketplace refuses for a reason of its own, with its own code and sentence."""

    code = "marketplace_refused"


def told(refusal: Refused) -> dict[str, Any]:
    """Write a refusal for the wire."""
    return {"ok": False, "code": refusal.code, "message": refusal.message, "details": refusal.details}


def refusal_of(document: object) -> Refused:
    """Read a refusal. Raises Unreadable."""
    match document:
        case {"code": str(code), "message": str(message), "details": dict(details)}:
            pass
        case _:
            raise Unreadable("refusal")
    if not CODE.fullmatch(code) or not 0 < len(message) <= TEXT_LENGTH:
        raise Unreadable("refusal")
    if any(not isinstance(value, str) or name in RESERVED for name, value in details.items()):
        raise Unreadable("refusal", "details")
    kind: type[Refused] = KNOWN.get(code) or type(MarketplaceRefused.__name__, (MarketplaceRefused,), {"code": code})
    return kind(message, **details)
