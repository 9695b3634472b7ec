"""Filing: what an answer asks to be kept besides its words, done in the transaction that stores the answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import conversations, messages
from bot.desk.turns import Leased
from bot.safety import reports
from bot.safety.evidence import Heard
from bot.safety.reports import Reporter
from bot.safety.statement import Statement

REPORT = "report"


async def carry_out(session: AsyncSession, file: Mapping[str, Any], *, turn: Leased, now: datetime) -> None:
    """File what an action asked for. Who reports is told by the conversation, never by the request."""
    if REPORT not in file:
        return
    party = await conversations.party_of(session, conversation=turn.conversation)
    page = await messages.before(session, turn.conversation, turn.seq + 1)
    await reports.file(
        session,
        statement=Statement.from_wire(file[REPORT]),
        reporter=Reporter(party.account, party.visitor),
        conversation=turn.conversation,
        message_id=turn.message_id,
        heard=[
            Heard(said.conversation, said.seq, said.client_id, said.kind, said.at, said.text) for said in page.messages
        ],
        now=now,
    )
