"""The commands of the runtime: train, serve, understand, validate, fingerprint, evaluate."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

# Read by the libraries when they are first imported. One thread each: turns are short, and the
# machine is shared with the gateway.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # our own cache goes by the fingerprint
    "LOG_LEVEL": "ERROR",  # switches Rasa's progress bars off
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TOKENIZERS_PARALLELISM": "false",
}
ONE_THREAD = {
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the process's exit code."""
    given = _parser().parse_args(arguments)
    os.environ.update(QUIET)
    if given.command != "train":
        os.environ.update(ONE_THREAD)
    if given.command != "fingerprint":
        from milepost_runtime import logs  # noqa: PLC0415 - before anything of Rasa is imported

        logs.configure()
    return int(given.run(given) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="milepost_runtime", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: object, says: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=says)
        sub.set_defaults(run=run)
        return sub

    command("train", _train, "train the model where it is not in the cache; the last line is its path")
    serve = command("serve", _serve, "serve a model to the gateway")
    serve.add_argument("--model", type=Path, required=True)
    serve.add_argument("--port", type=int, required=True)
    understand = command("understand", _understand, 'answer JSON lines {"text"} from stdin')
    understand.add_argument("--model", type=Path, help="otherwise the project's, trained where needed")
    command("validate", _validate, "check the data; every warning is an error")
    command("fingerprint", _fingerprint, "print the fingerprint of the project's model")
    evaluate = command("evaluate", _evaluate, "measure understanding")
    evaluate.add_argument("--eval", type=Path, help="folder with the data to measure on")
    evaluate.add_argument("--only", nargs="*", help="rows to measure; all otherwise")
    evaluate.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _train(_: argparse.Namespace) -> None:
    from milepost_runtime.training import trained  # noqa: PLC0415 - commands import what they need

    print(trained())


def _serve(given: argparse.Namespace) -> None:
    home = Path(os.environ.get("MILEPOST_HOME", "var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("MILEPOST_RASA_DATABASE_URL", f"sqlite:///{home / 'rasa.db'}")
    from milepost_runtime.serving import serve  # noqa: PLC0415

    serve(given.model, given.port)


def _understand(given: argparse.Namespace) -> int:
    from milepost_runtime.training import trained  # noqa: PLC0415
    from milepost_runtime.understanding import BadLine, understand_lines  # noqa: PLC0415

    async def answer() -> int:
        try:
            async for line in understand_lines(given.model or trained(), sys.stdin):
                print(line, flush=True)
        except BadLine as bad:
            print(bad, file=sys.stderr)
            return 2
        return 0

    return asyncio.run(answer())


def _validate(_: argparse.Namespace) -> int:
    from milepost_runtime.validation import problems  # noqa: PLC0415

    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


def _fingerprint(_: argparse.Namespace) -> None:
    from milepost_runtime.fingerprint import fingerprint  # noqa: PLC0415

    print(fingerprint())


def _evaluate(given: argparse.Namespace) -> int:
    from milepost_runtime.evaluation.report import report  # noqa: PLC0415

    return report(given.eval, given.only, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
