"""Events that move money, and whose money it is."""

from dataclasses import dataclass
from enum import StrEnum


class Posting(StrEnum):
    """An event that moves money (facts.md §1.2)."""

    DEPOSIT = "deposit"
    CLIENT_FEE = "client_fee"
    RELEASE = "release"
    SERVICE_FEE = "service_fee"
    AVAILABLE = "available"
    REFUND = "refund"
    BONUS = "bonus"
    FEE_RETURN = "fee_return"


@dataclass(frozen=True, slots=True)
class Between:
    """The contract that an event belongs to, and its parties."""

    contract: str
    client: str
    freelancer: str
