"""What is held in escrow, and what escrow is."""

from bot.actions.answer import Answer, Topic
from bot.actions.asked import Subject
from bot.actions.blocks import contract_clocks
from bot.actions.payments.which import among_own
from bot.actions.references import contract_meant
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.money import Money
from bot.marketplace.port import ContractStatus, ContractView, Records, Role


def escrow_basics(voice: Voice, records: Records) -> Answer:
    """Explain escrow, and say what is held for the asker now."""
    return voice.own(voice.say("ask_escrow_basics"), _total(voice, records))


def escrow_balance(voice: Voice, records: Records) -> Answer:
    """Say how much is held, in all and on each contract; or on the one that is pointed at."""
    held = tuple(contract for contract in records.contracts if contract.escrow.minor)
    meant = contract_meant(voice.asked)
    if meant.one is not None and meant.pointed:
        contract = meant.one.contract
        return voice.own(
            _line(voice, contract),
            _total(voice, records),
            blocks=contract_clocks(contract, records),
            about=Subject(contract.id),
        )
    return voice.own(
        _total(voice, records),
        *(_line(voice, contract) for contract in held),
        *([_earnings(voice, records)] if records.account.role is Role.FREELANCER else []),
        blocks=[clock for contract in held for clock in contract_clocks(contract, records)],
        offered=tuple(Subject(contract.id) for contract in held),
    )


def _total(voice: Voice, records: Records) -> Entry:
    """Say the sum. A client's is the marketplace's own; a freelancer's is what clients hold for them."""
    role = records.account.role
    total = records.escrow
    if role is Role.FREELANCER:
        working = [contract.escrow for contract in records.contracts if contract.role is Role.FREELANCER]
        total = sum(working, Money(0, records.escrow.currency))
    key = "escrow.total" if total.minor else "escrow.nothing"
    return voice.say(f"{key}.{role.value}", total=total, account=records.account.id)


def _line(voice: Voice, contract: ContractView) -> Entry:
    asked_back = contract.status is ContractStatus.REFUND_REQUESTED and contract.refund_request is not None
    kind = f"escrow.line.refund.{contract.role.value}" if asked_back else "escrow.line"
    return voice.say(
        kind,
        contract=contract.id,
        contract_title=contract.title,
        held=contract.escrow,
        other=contract.counterpart,
        due=contract.refund_request.respond_by if contract.refund_request else None,
    )


def _earnings(voice: Voice, records: Records) -> Entry:
    account = records.account
    return voice.say("earnings.balance", account=account.id, pending=account.pending, available=account.available)


TOPICS = (
    Topic("ask_escrow_basics", from_records(escrow_basics)),
    Topic("ask_escrow_balance", from_records(among_own(escrow_balance))),
)
