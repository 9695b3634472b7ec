"""Matching: which conversation a mail belongs to: the token of its address, then In-Reply-To, then References.

Never the subject: anybody can write one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.mail.threads import ForgedToken, ReplyTo, ReplyTokens, SentLetter, find_letter


class MatchedBy(StrEnum):
    """What told where a mail belongs."""

    TOKEN = "token"  # noqa: S105 - the name of a way
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Match:
    """A conversation, how it was found, whom the letter went to, and the reference that was in it."""

    conversation: str
    by: MatchedBy
    to_sender: bool
    reference: str | None = None


def token_in(tokens: ReplyTokens, addresses: Iterable[str]) -> ReplyTo | None:
    """Find the reply address among those that a mail names. Raises ForgedToken, if there are only forged ones."""
    forged = False
    for address in addresses:
        try:
            found = tokens.find(address)
        except ForgedToken:
            forged = True
            continue
        if found is not None:
            return found
    if forged:
        raise ForgedToken
    return None


async def match(
    session: AsyncSession, tokens: ReplyTokens, *, addresses: Iterable[str], answers: tuple[str, ...], sender: str
) -> Match | None:
    """Find the conversation of a mail. Raises ForgedToken."""
    token = token_in(tokens, addresses)
    letter = await find_letter(session, answers) if answers else None
    reference = _reference(letter)
    if token is not None:
        # The letter is of use only if it is of the same conversation: a sender may name any.
        same = letter is not None and letter.conversation == token.conversation
        return Match(token.conversation, MatchedBy.TOKEN, tokens.is_for(token, sender), reference if same else None)
    if letter is not None and letter.conversation is not None:
        to_sender = letter.address.lower() == sender.lower()
        return Match(letter.conversation, MatchedBy.REFERENCE, to_sender, reference)
    return None


def _reference(letter: SentLetter | None) -> str | None:
    reference = None if letter is None else letter.subject_data.get("reference")
    return reference if isinstance(reference, str) else None
