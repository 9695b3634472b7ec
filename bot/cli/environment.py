"""The settings as commands need them: read, complained about, and shown."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from bot.cli.refusal import Misused
from bot.settings import Settings


def settings() -> Settings:
    """Read the settings from the environment. Raises Misused, naming the variable."""
    try:
        return Settings()
    except ValidationError as invalid:
        wrong = [
            f"MILEPOST_{str(error['loc'][0]).upper()}: {error['msg'].removeprefix('Value error, ')}"
            for error in invalid.errors()
        ]
        raise Misused("; ".join(wrong)) from None


def home(settings: Settings) -> Path:
    """Return where the database, the secret and the logs are kept, made if it is missing. Raises Misused."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Misused(f"MILEPOST_HOME: {settings.home} cannot be made ({wrong.strerror}).") from wrong
    return settings.home.resolve()


def settings_table() -> str:
    """Return all settings as a Markdown table; docs/settings.md holds the same."""
    lines = ["| variable | default | what it decides |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `MILEPOST_{name.upper()}` | {_default(field.default)} | {field.description} |")
    return "\n".join(lines)


def _default(value: object) -> str:
    if value is None or value is PydanticUndefined or str(value) == "":
        return ""
    return f"`{int(value) if isinstance(value, bool) else value}`"
