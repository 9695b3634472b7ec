"""The commands of `milepost staff`, and their help."""
# ruff: noqa: PLC0415 - what they do is loaded when they are called

from typing import Annotated

import typer

from bot.cli.refusal import refusals_are_told

staff = typer.Typer(help="Who may sign in at the desk.", no_args_is_help=True)

Handle = Annotated[str, typer.Argument(help="The handle to sign in with.")]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
]


@staff.command("add")
@refusals_are_told
def add(
    handle: Handle,
    *,
    name: Annotated[str, typer.Option(help="The name that people read.")],
    password: Password,
    role: Annotated[list[str], typer.Option(help="specialist, verifier, supervisor or admin; may be repeated.")],
    category: Annotated[list[str] | None, typer.Option(help="Whose chats they take; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Which they speak, such as en; may be repeated.")] = None,
    capacity: Annotated[int, typer.Option(min=1, max=10, help="How many chats they take at once.")] = 3,
) -> None:
    """Let somebody in."""
    from bot.cli.environment import settings
    from bot.cli.staff import add_member

    add_member(
        settings(),
        handle=handle,
        name=name,
        password=password,
        roles=role,
        categories=category or (),
        languages=language or ("en",),
        capacity=capacity,
    )
    typer.echo(f"{handle} may sign in at /desk.")


@staff.command("list")
@refusals_are_told
def show() -> None:
    """List who may sign in, with roles and categories."""
    from bot.cli.environment import settings
    from bot.cli.staff import list_members

    for member in list_members(settings()):
        line = (
            member.handle,
            member.name,
            ", ".join(member.roles),
            "; ".join(member.categories),
            ", ".join(member.languages),
        )
        typer.echo("\t".join(line))


@staff.command("password")
@refusals_are_told
def password(handle: Handle, password: Password) -> None:
    """Give somebody another password. They are signed out everywhere."""
    from bot.cli.environment import settings
    from bot.cli.staff import change_password

    change_password(settings(), handle=handle, password=password)
    typer.echo(f"{handle} has a new password.")


@staff.command("disable")
@refusals_are_told
def disable(handle: Handle) -> None:
    """Let somebody in no more, at once. What they said keeps their name."""
    from bot.cli.environment import settings
    from bot.cli.staff import disable_member

    disable_member(settings(), handle=handle)
    typer.echo(f"{handle} may not sign in any more.")
