"""Where money can be: the accounts of facts.md §1.1, by name."""

FEES = "platform:fees"  # FEE, the platform's revenue


def billing(account: str) -> str:
    """BILL: the clearing account of a client's billing method; the only one that may owe."""
    return f"billing:{account}"


def client(account: str) -> str:
    """CLIENT: a client's account on the platform."""
    return f"client:{account}"


def escrow(contract: str) -> str:
    """ESC: the escrow of one contract."""
    return f"escrow:{contract}"


def pending(account: str) -> str:
    """FL_PEND: what a freelancer has earned and cannot withdraw yet."""
    return f"pending:{account}"


def available(account: str) -> str:
    """FL_AVAIL: what a freelancer can withdraw."""
    return f"available:{account}"


def may_owe(place: str) -> bool:
    """Tell whether a place has no floor: the other side of a billing method is outside."""
    return place.startswith("billing:")
