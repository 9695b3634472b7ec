"""Replies by mail: how often what somebody wrote is found exactly, how often any of it is lost, and how fast."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figures, p50, p95
from bot.mail.replies.lines import split
from bot.mail.replies.reply import reply_in
from tests.mail.written import UNFRIENDLY, examples

# Forty public mails and what was written in each. They are not ours, so they are not kept here.
PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "eval" / "mail_replies"
LEAST_EXACT = 38
TIMES = 5
UNFRIENDLY_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Mail:
    """A body, and what its writer wrote in it."""

    body: str
    wrote: str


def measure(figures: Figures) -> None:
    """Read our own corpus, and the published mails where they are."""
    _read(figures, "our corpus", [Mail(example.body, example.wrote) for example in examples()])
    worst = max(_microseconds(shape * (UNFRIENDLY_BYTES // len(shape))) for shape in UNFRIENDLY.values()) / 1e6
    figures.add("replies", "unfriendly bodies of 500 KB, worst", worst, unit="s", note=f"a mail, best of {TIMES}")
    if PUBLISHED.is_dir():
        _read(figures, "published mails", _published(PUBLISHED), least=LEAST_EXACT)
    else:
        figures.add("replies", "published mails", "absent", note=f"not at {PUBLISHED}")


def _published(folder: Path) -> list[Mail]:
    return [
        Mail(file.read_bytes().decode(), (folder / "trimmed" / file.name).read_bytes().decode())
        for file in sorted((folder / "emails").iterdir())
    ]


def _read(figures: Figures, what: str, mails: Sequence[Mail], least: int | None = None) -> None:
    found = [(mail, reply_in(mail.body).text) for mail in mails]
    exact = sum(text.strip() == "\n".join(split(mail.wrote)).strip() for mail, text in found)
    lost = sum(_loses(mail, text) for mail, text in found)
    taken = [_microseconds(mail.body) for mail in mails]
    bar = f"≥ {least}" if least else f"≥ {len(mails)}"
    figures.add("replies", f"{what}, exact", exact, bar=bar, note=f"of {len(mails)}")
    figures.add("replies", f"{what}, with lost text", lost, bar="0", note="a line of what was written is missing")
    figures.add("replies", f"{what}, p50", p50(taken), unit="µs", note=f"a mail, best of {TIMES}")
    figures.add("replies", f"{what}, p95", p95(taken), unit="µs", note=f"a mail, best of {TIMES}")


def _loses(mail: Mail, text: str) -> bool:
    there = [line.strip() for line in split(text)]
    return any(line.strip() not in there for line in split(mail.wrote) if line.strip())


def _microseconds(body: str) -> float:
    taken = list[float]()
    for _ in range(TIMES):
        began = time.perf_counter()
        reply_in(body)
        taken.append((time.perf_counter() - began) * 1e6)
    return min(taken)
