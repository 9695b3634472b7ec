"""What was charged: deposits, Transaction History, hourly invoices, charges that failed."""

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.blocks import ledger
from bot.actions.payments.funding import billing
from bot.actions.payments.which import among_own
from bot.actions.persons import with_person
from bot.actions.references import contract_meant
from bot.actions.standing import paused
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.port import ContractStatus, Records, Role, TransactionView

#: As many lines are read out; the ledger beside the text holds the rest.
LINES_SAID = 5
DEPOSIT = "fixed_price_charge"
#: What a client calls a charge; a release only passes through the client's account.
CHARGES = frozenset({DEPOSIT, "fee", "bonus"})


def deposit_charge(voice: Voice, records: Records) -> Answer:
    """Say when deposits are charged, and which the last ones were."""
    if records.account.role is Role.FREELANCER:
        return voice.own(voice.say("ask_deposit_charge.freelancer"))
    charged = [line for line in _lines(voice.asked) if line.kind == DEPOSIT]
    return voice.own(
        *_said(voice, "transactions.last_deposits", charged),
        voice.say("ask_deposit_charge"),
        *billing(voice, records),
        blocks=[ledger(charged, records)] if charged else (),
    )


def transactions(voice: Voice, records: Records) -> Answer:
    """Read the last lines of Transaction History, of one contract if one is pointed at."""
    lines = _lines(voice.asked)
    if records.account.role is Role.CLIENT:
        said = _said(voice, "transactions.last", [line for line in lines if line.kind in CHARGES])
    else:
        said = _said(voice, "transactions.last_earned", lines)
    said = said or [voice.say("transactions.none")]
    return voice.own(*said, voice.say("ask_transactions"), blocks=[ledger(lines, records)] if lines else ())


def hourly(voice: Voice, records: Records) -> Answer:  # noqa: ARG001 - the shape of OwnAnswer
    """Say how hourly contracts are paid; their hours are not among these records."""
    return voice.policy(None, voice.say("ask_hourly_contract.records"))


def past_due(voice: Voice, records: Records) -> Answer:
    """Say what is owed, what stands still for it, and how it is settled."""
    owed = records.account.past_due
    if owed is None:
        # Somebody else's debt is no business of theirs; what it does to their contract is.
        other_side = paused(voice, records)
        return voice.own(voice.say("ask_past_due_balance.none"), *(other_side or [voice.say("ask_past_due_balance")]))
    stopped = [contract for contract in records.contracts if contract.status is ContractStatus.PAUSED]
    return voice.own(
        voice.say("ask_past_due_balance.owed", amount=owed.amount, since=owed.since, account=records.account.id),
        *(
            voice.say("ask_past_due_balance.paused", contract=contract.id, contract_title=contract.title)
            for contract in stopped
        ),
        voice.say("ask_past_due_balance"),
    )


def _lines(asked: Asked) -> list[TransactionView]:
    """Return the lines of the contract that is pointed at, or all."""
    meant = contract_meant(asked)
    if meant.one is None or not meant.pointed:
        return list(asked.transactions)
    milestone = asked.named.milestone
    return [
        line
        for line in asked.transactions
        if line.contract == meant.one.contract.id and milestone in {None, line.milestone}
    ]


def _said(voice: Voice, key: str, lines: list[TransactionView]) -> list[Entry]:
    if not lines:
        return []
    told = "; ".join(
        voice.say(
            "transactions.line" if line.contract else "transactions.line.account",
            label=line.label,
            amount=line.amount,
            at=line.at,
            contract=line.contract,
        ).text
        for line in lines[:LINES_SAID]
    )
    return [voice.say(key, lines=told)]


READS = Reads.RECORDS | Reads.TRANSACTIONS

TOPICS = (
    Topic("ask_deposit_charge", from_records(among_own(deposit_charge)), READS),
    Topic("ask_transactions", from_records(among_own(transactions)), READS),
    Topic("ask_hourly_contract", from_records(hourly)),
    Topic("ask_past_due_balance", with_person(from_records(past_due))),
)
