"""What an account's standing or a debt changes about an answer on money."""

from bot.actions.voice import Voice
from bot.actions.words import Entry
from bot.marketplace.port import Records, Standing


def caution(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say what is in the way of contracts and payments of this account; nothing if nothing is."""
    account, owed = records.account, records.account.past_due
    entries: list[Entry] = []
    if owed is not None:
        entries.append(voice.say("caution.past_due", account=account.id, amount=owed.amount, since=owed.since))
    if account.standing is not Standing.GOOD:
        entries.append(voice.say(f"caution.{account.standing.value}.{account.role.value}"))
    return tuple(entries)
