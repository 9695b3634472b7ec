"""The `milepost` program."""

from bot.cli.commands import app


def main() -> None:
    """Run the command line."""
    app(prog_name="milepost")


if __name__ == "__main__":
    main()
