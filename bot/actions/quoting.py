"""An answer that offers to act: the quote is made, and said with what it means and the button that does it."""

from dataclasses import replace
from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Asked
from bot.actions.phrases import Reader, phrased
from bot.actions.words import Words
from bot.clock import wire_time
from bot.errors import Refused
from bot.marketplace.commands import Commands, LineKind, Quote
from bot.marketplace.port import MarketplaceUnavailable


async def quoted(answer: Answer, asked: Asked, words: Words, commands: Commands) -> Answer:
    """Add the quote of an answer's command; where the marketplace refuses it, its reason instead.

    Raises MarketplaceUnavailable.
    """
    assert answer.command is not None, "there is something to quote"  # noqa: S101
    assert asked.account is not None, "somebody asks"  # noqa: S101
    try:
        quote = await commands.quote(asked.account, answer.command)
    except MarketplaceUnavailable:
        raise
    except Refused as refusal:
        return answer.adding(words.text("quote.refused", reason=refusal.message))
    known = phrased(asked, facts(quote, words))
    said = f"{words.text(keyed('quote', quote, words), **known)} {words.text('quote.key', **known)}"
    shown = block(quote, asked, words)
    told = replace(answer, personal=True)
    return replace(told, text=said, blocks=(shown,)) if _is_told(asked) else told.adding(said, shown)


def _is_told(asked: Asked) -> bool:
    """Tell whether the state of things was told with the form that this answers; it is not told again then."""
    asking = asked.asking
    return asked.form is not None or (asking is not None and (asking.topic, asking.about) == (asked.topic, asked.named))


def block(quote: Quote, reader: Reader, words: Words) -> dict[str, Any]:
    """Show a quote with its button."""
    return {
        "type": "quote",
        "quote": quote.id,
        "action": quote.action.value,
        "summary": summary(quote, reader, words),
        "lines": [{"label": _label(quote, line.kind, words), "amount": line.amount.wire()} for line in quote.lines],
        "expires_at": wire_time(quote.expires_at),
    }


def _label(quote: Quote, kind: LineKind, words: Words) -> str:
    """Name a line; where money goes the other way than usual, as its action has it."""
    own = f"quote.line.{kind}.{quote.action}"
    return words.text(own if own in words else f"quote.line.{kind}", payee=quote.payee)


def keyed(what: str, quote: Quote, words: Words) -> str:
    """Name the words for a quote or its receipt: those for an agreed day, or for where its money goes, if there are some."""
    goes = next((line.kind.value for line in quote.lines if line.amount.minor), "nowhere")
    own = f"{what}.{quote.action}.{'dated' if quote.due_on else goes}"
    return own if own in words else f"{what}.{quote.action}"


def summary(quote: Quote, reader: Reader, words: Words) -> str:
    """Say in a few words what a quote does."""
    return words.text(f"quote.summary.{quote.action}", **phrased(reader, facts(quote, words)))


def facts(quote: Quote, words: Words) -> dict[str, object]:
    """Return what sentences about a quote may name."""
    subject: dict[str, object] = {"contract": quote.contract, "contract_title": quote.contract_title}
    by_kind = {line.kind.value: line.amount for line in quote.lines}
    where = words.text("quote.offer" if quote.contract is None else "quote.contract", **subject)
    if quote.contract is None:
        subject = {**subject, "title": quote.milestone_title}
    elif quote.milestone is not None:
        where = words.text("milestone.name", **subject, number=quote.milestone, title=quote.milestone_title)
    elif quote.milestone_title is not None:
        where = words.text("quote.milestone", **subject, title=quote.milestone_title)
    return {
        **subject,
        **{kind: by_kind.get(kind, replace(quote.amount, minor=0)) for kind in KINDS},
        "where": where,
        "amount": quote.amount,
        "payee": quote.payee,
        "words": quote.words,
        "as_of": quote.quoted_at,
        "due_on": quote.due_on,
        "because": f" {words.text('quote.because', words=quote.words)}" if quote.words else "",
    }


KINDS = ("released", "charged", "from_escrow", "fee", "bonus", "asked_back", "refunded", "left_in_escrow", "at_stake")
