"""Who takes calls now: those of the desk who may verify, and are there."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import roster
from bot.desk.presence import Status
from bot.desk.staff.member import Member
from bot.desk.staff.roles import Act, may

CATEGORY = "Video verification"  # of the timetable: its hours, if it has its own, are those of calls


async def there(session: AsyncSession, *, now: datetime) -> list[Member]:
    """List who takes calls now. Whoever is away takes no chats; a call they still take by themselves."""
    team = await roster.team(session, now=now)
    return [each.member for each in team if each.status is not Status.OFFLINE and may(each.member.roles, Act.VERIFY)]
