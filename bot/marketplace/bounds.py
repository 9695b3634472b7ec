"""What every command is held to before its move is tried: one currency, and no more words than are kept."""

from dataclasses import fields

from bot.errors import Refused
from bot.marketplace.columns import TEXT_LENGTH
from bot.marketplace.commands import Command
from bot.marketplace.money import Money
from bot.marketplace.port import NOTHING


class OtherCurrency(Refused):
    """All money here is of one currency."""

    code = "other_currency"
    sentence = f"Amounts are in {NOTHING.currency} here."


class TooManyWords(Refused):
    """What the other side is told is kept, and has to fit."""

    code = "too_many_words"
    sentence = f"That is too long; {TEXT_LENGTH:,} characters can be sent at most."


def require_bounds(command: Command) -> None:
    """Refuse a command whose amounts or words could not be kept. Raises OtherCurrency, TooManyWords."""
    for field in fields(command):
        match getattr(command, field.name):
            case Money(currency=currency) if currency != NOTHING.currency:
                raise OtherCurrency
            case str() as words if len(words) > TEXT_LENGTH:
                raise TooManyWords
