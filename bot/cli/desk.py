"""The desk as the settings describe it."""

from bot.actions.notices import NoticeWords
from bot.cli.parts import Shared
from bot.cli.refusal import Misused
from bot.desk.staff.roles import Role
from bot.gateway.desk.office import DeskParts
from bot.gateway.desk.provider import ProviderSettings, role_map
from bot.marketplace.job_posts import SqlJobPosts
from bot.settings import Settings


def desk_parts(settings: Settings, shared: Shared, secret: str) -> DeskParts:
    """Describe the desk. Raises Misused."""
    return DeskParts(
        timetable=shared.timetable,
        texts=NoticeWords(shared.words, home=settings.zone),
        secret=secret,
        provider=_provider(settings),
        # Another marketplace's API has no place for drafts; they stay text to copy.
        job_posts=SqlJobPosts(shared.database, shared.clock) if settings.marketplace_url is None else None,
    )


def _provider(settings: Settings) -> ProviderSettings | None:
    if settings.oidc_issuer is None:
        return None
    try:
        roles = role_map(settings.oidc_roles)
    except ValueError as wrong:
        raise Misused(f"MILEPOST_OIDC_ROLES: {wrong}") from wrong
    unknown = {role.partition(":")[0].strip() for role in roles.values()} - set(Role)
    if unknown or not roles or not settings.oidc_client_id:
        raise Misused(
            "MILEPOST_OIDC_ISSUER needs MILEPOST_OIDC_CLIENT_ID and MILEPOST_OIDC_ROLES; "
            f"a role is one of {', '.join(Role)}."
        )
    return ProviderSettings(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        claim=settings.oidc_claim,
        roles=roles,
    )
