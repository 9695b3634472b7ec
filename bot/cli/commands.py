"""The commands and their help. What they do is loaded when they are called, so that each starts fast."""
# ruff: noqa: PLC0415

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.refusal import refusals_are_told
from bot.cli.staff_commands import staff

app = typer.Typer(
    help="Milepost: support for marketplaces that hold money in escrow.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
db = typer.Typer(help="The database.", no_args_is_help=True)
demo = typer.Typer(help="The demo marketplace.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(demo, name="demo")
letters = typer.Typer(help="The letters that people get.", no_args_is_help=True)
app.add_typer(letters, name="letters")
app.add_typer(staff, name="staff")


class Switch(StrEnum):
    """A thing that is either on or off."""

    ON = "on"
    OFF = "off"


def command(group: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command whose refusals are told in one sentence."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        return group.command(name)(refusals_are_told(function))

    return register


@command(app, "run")
def run() -> None:
    """Start everything and keep it up until Ctrl-C."""
    from bot.cli.environment import settings
    from bot.cli.run import run_everything

    run_everything(settings())


@command(app, "gateway")
def gateway(
    prepare: Annotated[bool, typer.Option("--prepare", help="Do `db prepare` first.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Serve browsers and the actions webhook.

    `run` starts this. Alone it needs Rasa at MILEPOST_RASA_URL.
    """
    from bot.cli.environment import settings
    from bot.cli.gateway import serve_gateway

    serve_gateway(settings(), prepare_first=prepare)


@command(app, "actions")
def actions() -> None:
    """Serve the actions webhook alone.

    For a gateway and actions in processes of their own.
    """
    from bot.cli.actions import serve_actions
    from bot.cli.environment import settings

    serve_actions(settings())


@command(app, "postman")
def postman() -> None:
    """Send the letters that are due, until Ctrl-C.

    For a postman in a process of its own. The gateway has one too, and any number of them may run.
    """
    from bot.cli.environment import settings
    from bot.cli.sending import send_letters

    send_letters(settings())


@command(letters, "list")
def letters_list() -> None:
    """Name the kinds of letters."""
    from bot.cli.environment import settings
    from bot.cli.letters import letter_list

    typer.echo(letter_list(settings()))


@command(letters, "preview")
def letters_preview(
    kind: Annotated[str, typer.Argument(help="The kind, for instance nudge.")],
    html: Annotated[bool, typer.Option("--html/--text", help="The HTML, or the plain text.")] = False,  # noqa: FBT002 - a flag
    locale: Annotated[str, typer.Option(help="The reader's language.")] = "en",
    zone: Annotated[str | None, typer.Option(help="The reader's zone (IANA); UTC if left out.")] = None,
) -> None:
    """Print a letter of made-up data, in your brand."""
    from bot.cli.environment import settings
    from bot.cli.letters import preview

    typer.echo(preview(settings(), kind, html=html, locale=locale, zone=zone))


@command(app, "marketplace-api")
def marketplace_api(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8085,
) -> None:
    """Serve the embedded marketplace over HTTP.

    As docs/marketplace-api.yaml describes it: the reference for a marketplace's own API.
    It asks for MILEPOST_MARKETPLACE_KEY.
    """
    from bot.cli.environment import settings
    from bot.cli.marketplace_api import serve_marketplace_api

    serve_marketplace_api(settings(), host=host, port=port)


@command(app, "token")
def token(
    account: Annotated[str, typer.Argument(help="The account's handle, for instance client-demo.")],
    auth_age: Annotated[
        int, typer.Option("--auth-age", min=0, metavar="SECONDS", help="How long ago the person signed in.")
    ] = 0,
    name: Annotated[str | None, typer.Option(help="The name that people read; the handle if left out.")] = None,
    email: Annotated[str | None, typer.Option(help="The verified address that mail goes to.")] = None,
) -> None:
    """Print a signed token for an account.

    Nothing else is printed. The token is good for ten minutes of real time.
    """
    from bot.cli.environment import settings
    from bot.cli.secret import signing_secret
    from bot.cli.tokens import require_handle, signed_token

    require_handle(account)
    secret = signing_secret(settings())
    typer.echo(signed_token(account, secret=secret, auth_age_s=auth_age, name=name, email=email))


@command(app, "widget")
def widget(
    address: Annotated[
        str | None, typer.Option(help="Where browsers reach the gateway; MILEPOST_SITE_URL if left out.")
    ] = None,
) -> None:
    """Print the tag that pins the installed widget.

    Nothing else is printed. The tag has the integrity of the installed version, so that browsers run no other.
    """
    from bot.cli.environment import settings
    from bot.cli.widget import pinned_tag
    from bot.gateway.pages import STATIC

    typer.echo(pinned_tag(STATIC, address or str(settings().site_url or "https://support.example.com")))


@command(db, "upgrade")
def db_upgrade() -> None:
    """Bring the database's tables up to date."""
    from bot.cli.database import upgrade
    from bot.cli.environment import settings

    upgrade(settings())
    typer.echo("The database is up to date.")


@command(db, "prepare")
def db_prepare() -> None:
    """Do `upgrade`, and make the demo if there is none.

    The demo marketplace is made in demo mode alone.
    """
    from bot.cli.database import prepare
    from bot.cli.environment import settings

    prepare(settings())


@command(demo, "reset")
def demo_reset() -> None:
    """Make the demo marketplace afresh, as of now."""
    from bot.cli.database import reset_demo
    from bot.cli.environment import settings

    reset_demo(settings())
    typer.echo("The demo marketplace is new.")


@command(demo, "incident")
def demo_incident(state: Annotated[Switch, typer.Argument(help="on or off")]) -> None:
    """Open or close the incident "Payments delayed"."""
    from bot.cli.database import set_incident
    from bot.cli.environment import settings

    set_incident(settings(), on=state is Switch.ON)
    typer.echo(f"The incident is {state.value}.")


@command(app, "understand")
def understand(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="JSON lines; standard input if left out.")
    ] = None,
    detail: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--detail", help="Add what else the model says: entities, nearest examples.")
    ] = False,
) -> None:
    """Say which topic each text is about.

    JSON lines: {"text"} in, {"text", "topic", "confidence", "ranking": [{"topic", "confidence"}]} out.
    The trained model is loaded once.
    """
    from bot.cli.understand import understand_lines

    if file is None:
        understand_lines(typer.get_text_stream("stdin", encoding="utf-8", errors="replace"), detail=detail)
    else:
        with file.open(encoding="utf-8", errors="replace") as lines:
            understand_lines(lines, detail=detail)


@command(app, "settings")
def show_settings() -> None:
    """Show every setting and its default."""
    from bot.cli.environment import settings_table

    typer.echo(settings_table())
