"""Who of the desk may open which conversation: those one has or had, those one could be given, or any."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.desk.handoffs.handoff import Handoff, HandoffMove
from bot.desk.handoffs.specialists import NotYours
from bot.desk.handoffs.states import WAITING
from bot.desk.models import CONVERSATIONS
from bot.desk.promise import FollowUpRow, FollowUpState
from bot.desk.staff.member import Member
from bot.desk.staff.roles import Act, may


async def require_open(session: AsyncSession, *, member: Member, conversation: str) -> None:
    """Raise NotYours unless the member may open the conversation. One that does not exist is nobody's."""
    found = await session.scalar(select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation, opens(member)))
    if found is None:
        raise NotYours


def opens(member: Member) -> ColumnElement[bool]:
    """Return which conversations a member may open, as a condition on `conversation`."""
    if not member.active:
        return false()
    if may(member.roles, Act.OPEN_ANY):
        return true()
    if not may(member.roles, Act.OPEN_OWN):
        return false()
    served = select(Handoff.conversation).join(HandoffMove, HandoffMove.handoff == Handoff.id)
    return or_(
        CONVERSATIONS.c.id.in_(served.where(HandoffMove.actor == member.handle)),
        CONVERSATIONS.c.id.in_(select(Handoff.conversation).where(Handoff.specialist == member.handle)),
        CONVERSATIONS.c.id.in_(
            select(Handoff.conversation).where(Handoff.state.in_(WAITING), _theirs(member, Handoff.category))
        ),
        CONVERSATIONS.c.id.in_(
            select(FollowUpRow.conversation).where(
                FollowUpRow.state == FollowUpState.OWED,
                or_(_theirs(member, FollowUpRow.category), FollowUpRow.assigned_to == member.handle),
            )
        ),
    )


def _theirs(member: Member, category: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    if may(member.roles, Act.TAKE_ANY_CHATS):
        return or_(category.in_(member.categories), category.is_(None))
    return category.in_(member.categories)
