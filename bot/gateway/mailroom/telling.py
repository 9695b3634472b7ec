"""Telling: what the desk is told of mail that moves nothing, in notes that no user sees."""

from datetime import datetime

from bot.clock import wire_time
from bot.mail.incoming.bounces import Bounce
from bot.mail.incoming.opened import Opened
from bot.mail.incoming.verdicts import Reason

SHOWN = 1_500  # characters of a mail in a note; the whole of it is one click away

WHY: dict[Reason, str] = {
    Reason.OTHER_RECIPIENT: "It answers a letter that went to another address.",
    Reason.FOREIGN_SENDER: "It does not come from the address that is known to be this person's.",
    Reason.NOT_AUTHENTICATED: "The sender's address could not be verified, so anybody may have written it.",
}


def unverified(mail: Opened, reason: Reason, at: datetime) -> str:
    """Say that a mail came whose sender is not sure, with its text."""
    text = mail.reply.text.strip()
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"Unverified mail, {wire_time(at)}, from {mail.sender}. {WHY[reason]} Nothing was done with it.\n\n{shown}"


def undelivered(address: str, code: str) -> str:
    """Say that a letter was given up before anybody took it."""
    return f"A letter to {address} could not be sent ({code}). Its reader does not have it."


def bounced(bounce: Bounce, address: str) -> str:
    """Say that a letter did not arrive, or is late."""
    if bounce.hard:
        return f"A letter to {address} could not be delivered ({bounce.status}). Its reader does not have it."
    return f"A letter to {address} is not delivered yet ({bounce.status}); their server is still trying or has given up for now."
