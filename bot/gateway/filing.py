"""Filing: what an answer asks to be kept besides its words, done in the transaction that stores the answer."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import conversations, messages
from bot.desk.conversations import Party
from bot.desk.turns import Leased
from bot.marketplace import notices
from bot.marketplace.cases import filing as cases
from bot.marketplace.cases.case import CaseKind
from bot.safety import reports
from bot.safety.evidence import Heard
from bot.safety.reports import Reporter
from bot.safety.statement import Statement


async def carry_out(session: AsyncSession, file: Mapping[str, Any], *, turn: Leased, now: datetime) -> None:
    """File what an action asked for. Whose it is, is told by the conversation, never by the request."""
    party = await conversations.party_of(session, conversation=turn.conversation)
    for name, filed in FILED.items():
        if name in file:
            await filed(session, file[name], party, turn, now)


async def _report(session: AsyncSession, given: Mapping[str, Any], party: Party, turn: Leased, now: datetime) -> None:
    page = await messages.before(session, turn.conversation, turn.seq + 1)
    await reports.file(
        session,
        statement=Statement.from_wire(given),
        reporter=Reporter(party.account, party.visitor),
        conversation=turn.conversation,
        message_id=turn.message_id,
        heard=[
            Heard(said.conversation, said.seq, said.client_id, said.kind, said.at, said.text) for said in page.messages
        ],
        now=now,
    )


async def _case(session: AsyncSession, given: Mapping[str, Any], party: Party, turn: Leased, now: datetime) -> None:
    if party.account is None:
        return
    kind = CaseKind(given["kind"])
    await cases.file(
        session,
        kind=kind,
        reference=cases.reference_of(kind, conversation=turn.conversation, message=turn.message_id),
        account=party.account,
        statement=str(given.get("statement") or ""),
        evidence=str(given.get("evidence") or ""),
        **_reader(turn),
        at=now,
    )


async def _notice(session: AsyncSession, given: Any, party: Party, turn: Leased, now: datetime) -> None:  # noqa: ARG001 - there is nothing to give
    if party.account is not None:
        await notices.send_again(session, account=party.account, message=turn.message_id, **_reader(turn), at=now)


def _reader(turn: Leased) -> dict[str, str | None]:
    """Tell for whom letters about what was asked are written."""
    given = turn.request.get("metadata", {})
    return {"locale": given.get("locale"), "zone": given.get("zone")}


type Filed = Callable[[AsyncSession, Any, Party, Leased, datetime], Awaitable[None]]

#: What can be asked for, by its name in the answer's `file`.
FILED: Mapping[str, Filed] = {"report": _report, "case": _case, "notice": _notice}
