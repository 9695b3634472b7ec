"""Stock Rasa with our data, domain and actions: trained once, then asked over its REST channel."""

import hashlib
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
import yaml

from bench.processes import Program, free_port

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
INTENTS = ROOT / "bot" / "intents"
CACHE = ROOT / ".cache" / "bench"
RASA = ROOT / "runtime" / ".venv" / "bin" / "rasa"
PYTHON = ROOT / ".venv" / "bin" / "python"
#: `pip install rasa==3.6.21` takes this one. Ours is pinned to 3.2.0, which is part of what we did about speed.
JSONSCHEMA = "jsonschema==4.17.3"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}


def stock_packages() -> Path:
    """Fetch what stock Rasa would have and our locked runtime pins otherwise: the newest jsonschema it admits."""
    place = CACHE / "stock-packages"
    if not place.exists():
        uv = next((ROOT / ".tools").glob("*/bin/uv"))
        subprocess.run(
            [
                uv,
                "pip",
                "install",
                "--quiet",
                "--python",
                ROOT / "runtime/.venv/bin/python",
                "--target",
                place,
                JSONSCHEMA,
            ],
            check=True,
        )
    return place


def project(epochs: int) -> Path:
    """Lay out the stock project and train it; trained again only when something of it changed."""
    config = (HERE / "config.yml").read_text("utf-8").replace("{epochs}", str(epochs))
    domain = _domain()
    parts = sorted([*(ROOT / "data" / "nlu").glob("*.yml"), *(ROOT / "data" / "rules").glob("*.yml")])
    content = b"".join(part.read_bytes() for part in parts) + "".join(domain.values()).encode()
    mark = hashlib.sha256(config.encode() + content).hexdigest()[:16]
    place = CACHE / f"stock-{mark}"
    if (place / "trained").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    (place / "domain").mkdir(parents=True)
    (place / "config.yml").write_text(config, "utf-8")
    shutil.copytree(ROOT / "data" / "nlu", place / "data" / "nlu")
    shutil.copytree(ROOT / "data" / "rules", place / "data" / "rules")
    for name, piece in domain.items():
        (place / "domain" / name).write_text(piece, "utf-8")
    (place / "credentials.yml").write_text("rest:\n", "utf-8")
    print(f"training stock Rasa, {epochs} epochs; log in {place / 'train.log'}", flush=True)
    began = time.monotonic()
    with (place / "train.log").open("wb") as log:
        subprocess.run(
            [RASA, "train", "--domain", "domain", "--data", "data", "--fixed-model-name", "stock"],
            cwd=place,
            env={"PATH": "/usr/bin:/bin", "HOME": str(place), **QUIET},
            stdout=log,
            stderr=subprocess.STDOUT,
            check=True,
        )
    (place / "trained").write_text(f"{time.monotonic() - began:.0f}", "utf-8")
    return place


def _domain() -> dict[str, str]:
    """Return our domain's files without their words, which stock Rasa has no use for."""
    pieces = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(INTENTS.glob("*.yml"))}
    return {
        name: yaml.safe_dump({key: value for key, value in piece.items() if key != "words"})
        for name, piece in pieces.items()
    }


class StockSide:
    """`rasa run` with the REST channel and the SQLite tracker store, and the SDK's own action server."""

    name = "stock"

    def __init__(self, place: Path, run: Path, database_url: str) -> None:
        """Serve the model of `place`; everything written goes to `run`."""
        self._place, self._run, self._database_url = place, run, database_url
        self.ready_seconds = 0.0

    async def __aenter__(self) -> Self:
        """Start both programs and wait for them."""
        rasa, sdk = free_port(), free_port()
        self._url = f"http://127.0.0.1:{rasa}"
        endpoints = self._run / "endpoints.yml"
        endpoints.write_text(
            f"action_endpoint:\n  url: http://127.0.0.1:{sdk}/webhook\n"
            f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {self._run / 'tracker.db'}\n",
            "utf-8",
        )
        self._programs = [
            Program(
                [PYTHON, "-m", "rasa_sdk", "--actions", "bench.stock.actions", "--port", str(sdk)],
                log=self._run / "sdk.log",
                cwd=ROOT,
                env={**QUIET, "MILEPOST_DATABASE_URL": self._database_url},
            ),
            Program(
                [
                    RASA,
                    "run",
                    "--model",
                    "models/stock.tar.gz",
                    "--endpoints",
                    endpoints,
                    "--credentials",
                    "credentials.yml",
                    "--port",
                    str(rasa),
                    "--interface",
                    "127.0.0.1",
                ],
                log=self._run / "rasa.log",
                cwd=self._place,
                env={**QUIET, "PYTHONPATH": str(stock_packages())},
            ),
        ]
        self._programs[0].wait_for(f"http://127.0.0.1:{sdk}/health")
        self.ready_seconds = self._programs[1].wait_for(f"{self._url}/")
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        await self._http.close()
        for program in self._programs:
            program.stop()

    async def ask(self, text: str, *, account: str, conversation: str) -> tuple[float, str | None]:
        """Ask over REST; return milliseconds to the whole answer, and the topic it was understood as."""
        body = {"sender": f"{account}-{conversation}", "message": text, "metadata": {"account": account, "text": text}}
        began = time.perf_counter()
        async with self._http.post(f"{self._url}/webhooks/rest/webhook", json=body) as answer:
            said = await answer.json()
        took = (time.perf_counter() - began) * 1e3
        return took, next((line["custom"]["topic"] for line in said if line.get("custom")), None)

    def resident_mib(self) -> float:
        """Return the resident memory of both programs, in MiB."""
        return sum(program.resident_mib() for program in self._programs)
