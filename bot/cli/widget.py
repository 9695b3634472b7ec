"""`milepost widget`: the tag that puts the installed version of the widget on a page, with what browsers check it by."""

import json
from pathlib import Path

from bot.cli.refusal import Misused

TAG = '<script src="{address}/{file}" integrity="{integrity}" crossorigin="anonymous" async></script>'


def pinned_tag(static: Path, address: str) -> str:
    """Write the tag for a gateway that people reach at `address`. Raises Misused where the front end is not built."""
    try:
        widget = json.loads((static / "assets.json").read_text("utf-8"))["widget"]
    except OSError as missing:
        raise Misused("The front end is not built: `make setup` builds it.") from missing
    return TAG.format(address=address.rstrip("/"), **widget)
