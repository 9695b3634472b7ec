"""How a refusal ends a command: one sentence on standard error, and an exit code."""

import functools
from collections.abc import Callable
from typing import ClassVar

import typer

from bot.errors import Refused

REFUSED = 1
MISUSED = 2


class Misused(Refused):
    """What the person gave cannot be worked with."""

    code: ClassVar[str] = "misused"


def refusals_are_told(command: Callable[..., None]) -> Callable[..., None]:
    """Make a command tell a refusal and exit: 2 when it was given something wrong, else 1."""

    @functools.wraps(command)
    def told(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except Refused as refused:
            typer.echo(f"error: {refused.message}", err=True)
            raise typer.Exit(MISUSED if isinstance(refused, Misused) else REFUSED) from None

    return told
