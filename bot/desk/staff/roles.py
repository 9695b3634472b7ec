"""What each role of the desk may do, as a table. What is not in it is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.desk.staff.member import Member
from bot.errors import Refused


class Role(StrEnum):
    """What somebody of the desk is there for. One person may have several."""

    SPECIALIST = "specialist"
    VERIFIER = "verifier"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Act(StrEnum):
    """What can be done at the desk."""

    TAKE_CHATS = "take_chats"  # of the categories one has
    TAKE_ANY_CHATS = "take_any_chats"  # those of no category
    SEE_QUEUE = "see_queue"
    OPEN_OWN = "open_own"  # conversations that one has, had, or could be offered
    OPEN_ANY = "open_any"
    SEARCH = "search"
    WRITE_NOTES = "write_notes"
    MAKE_PROMISES = "make_promises"
    EDIT_DRAFTS = "edit_drafts"
    VERIFY = "verify"
    SEE_TEAM = "see_team"
    REASSIGN = "reassign"
    SEE_FIGURES = "see_figures"
    SEE_REPORTS = "see_reports"  # of scams and the like, with their evidence
    SEE_REQUESTS = "see_requests"  # for profiles to be public, and appeals
    DECIDE_REQUESTS = "decide_requests"
    MANAGE_STAFF = "manage_staff"


_AT_A_CHAT = frozenset({Act.OPEN_OWN, Act.SEARCH, Act.WRITE_NOTES, Act.MAKE_PROMISES})

ALLOWED: Mapping[Role, frozenset[Act]] = {
    Role.SPECIALIST: _AT_A_CHAT | {Act.TAKE_CHATS, Act.TAKE_ANY_CHATS, Act.SEE_QUEUE, Act.EDIT_DRAFTS},
    # Verifiers see who waits for a call, and reports and requests, which turn on who somebody is.
    Role.VERIFIER: _AT_A_CHAT
    | {Act.TAKE_CHATS, Act.SEE_QUEUE, Act.VERIFY, Act.SEE_REPORTS, Act.SEE_REQUESTS, Act.DECIDE_REQUESTS},
    Role.SUPERVISOR: frozenset(Act) - {Act.VERIFY, Act.MANAGE_STAFF},
    # Whoever keeps the accounts reads nobody's conversations.
    Role.ADMIN: frozenset({Act.MANAGE_STAFF, Act.SEE_TEAM, Act.SEE_FIGURES}),
}


class NotAllowed(Refused):
    """None of the member's roles may do that."""

    code = "not_allowed"
    sentence = "Your account at the desk may not do that."


def may(roles: Iterable[str], act: Act) -> bool:
    """Tell whether one of the roles may do it. An unknown role may do nothing."""
    return any(act in ALLOWED[Role(role)] for role in roles if role in ALLOWED)


def require(member: Member, act: Act) -> None:
    """Raise NotAllowed unless the member is active and one of their roles may do it."""
    if not (member.active and may(member.roles, act)):
        raise NotAllowed
