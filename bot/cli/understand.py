"""Asks the trained model what texts are about, line by line, loading it once."""

import json
import subprocess
import threading
from collections.abc import Iterable, Iterator
from typing import IO

import typer

from bot.cli.refusal import Misused
from bot.cli.runtime import require_runtime, runtime_command, runtime_environment
from bot.errors import Refused
from bot.settings import ROOT

SHOWN = ("text", "topic", "confidence", "ranking")


class NotUnderstanding(Refused):
    """The model could not be asked."""

    code = "understand_failed"
    sentence = "The model could not be asked; what it printed is above."


def understand_lines(lines: Iterable[str], *, detail: bool) -> None:
    """Print what the model says of every line, as soon as it says it.

    Raises Misused at the first line that is no `{"text": …}`, after the lines before it are answered.
    """
    require_runtime()
    command = runtime_command("understand")
    malformed: list[Misused] = []
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=runtime_environment(),
    ) as model:
        assert model.stdin is not None  # noqa: S101 - pipes were asked for
        assert model.stdout is not None  # noqa: S101
        feeder = threading.Thread(target=_feed, args=(lines, model.stdin, malformed), daemon=True)
        feeder.start()
        for line in model.stdout:
            answer = json.loads(line)
            shown = answer if detail else {name: answer[name] for name in SHOWN}
            typer.echo(json.dumps(shown, ensure_ascii=False))
        feeder.join()
    if malformed:
        raise malformed[0]
    if model.returncode:
        raise NotUnderstanding


def _feed(lines: Iterable[str], into: IO[str], malformed: list[Misused]) -> None:
    """Hand the lines on until one is malformed or the model is gone."""
    try:
        for text in _texts(lines):
            into.write(json.dumps({"text": text}) + "\n")
            into.flush()
    except Misused as wrong:
        malformed.append(wrong)
    except BrokenPipeError:
        return
    into.close()


def _texts(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except ValueError as error:
            raise Misused(f"Line {number} is not JSON.") from error
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise Misused(f'Line {number} is not an object with a string "text".')
        yield given["text"]
