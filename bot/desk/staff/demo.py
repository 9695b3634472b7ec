"""The desk of the demo marketplace (demo.md): two specialists, a verifier and a supervisor."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.staff import members
from bot.desk.staff.member import Member, StaffMember
from bot.desk.staff.roles import Role

WEB = "Web & Mobile Development"
DESIGN = "Design & Creative"
VERIFICATION = "Video verification"

STAFF: tuple[Member, ...] = (
    Member("specialist-web", "Specialist Web", (Role.SPECIALIST,), (WEB,)),
    Member("specialist-design", "Specialist Design", (Role.SPECIALIST,), (DESIGN,)),
    Member("specialist-verify", "Specialist Verify", (Role.VERIFIER,), (VERIFICATION,)),
    Member("lead-demo", "Lead Demo", (Role.SUPERVISOR,), (WEB, DESIGN)),
)


async def ensure(session: AsyncSession, *, password_hash: str, now: datetime) -> bool:
    """Add the demo's staff where there is nobody yet; false, and nothing is changed, where there is."""
    if await session.scalar(select(StaffMember.handle).limit(1)) is not None:
        return False
    for member in STAFF:
        await members.add(
            session,
            handle=member.handle,
            name=member.name,
            password_hash=password_hash,
            roles=member.roles,
            categories=member.categories,
            now=now,
        )
    return True
