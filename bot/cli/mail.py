"""Mail as the settings describe it."""

from bot.cli.refusal import Misused
from bot.cli.secret import signing_secret
from bot.mail.threads import ReplyTokens
from bot.settings import Settings

FIRST_KEY = 0  # the number of the key that is derived from the secret


def reply_tokens(settings: Settings) -> ReplyTokens:
    """Make what signs and reads reply addresses. Raises Misused."""
    given = settings.mail_keys.get_secret_value()
    try:
        keys = dict(_numbered(entry) for entry in given.split(",")) if given else {FIRST_KEY: signing_secret(settings)}
        return ReplyTokens(settings.mail_domain, keys)
    except ValueError as wrong:
        raise Misused(
            "MILEPOST_MAIL_KEYS must read `number:secret`, separated by commas, the numbers 0 to 255."
        ) from wrong


def _numbered(entry: str) -> tuple[int, str]:
    number, separator, secret = entry.partition(":")
    if not separator or not secret.strip():
        raise ValueError(entry)
    return int(number), secret.strip()
