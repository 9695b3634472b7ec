"""What a turn costs: ours over the socket, stock Rasa over REST, asked in turn in one run."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figures, p50, p95
from bench.ours import OurSide
from bench.stock.side import StockSide, project

ACCOUNT = "client-demo"
ROUNDS = 10
TURNS_A_ROUND = 20
TURNS_A_CONVERSATION = 10  # stock Rasa gets short ones; with us an account has one, and it grows
WARM_UP = 5
#: Nobody asks again sooner, so what a side still does after its answer is in nobody's way.
BETWEEN_SECONDS = 0.05
LONG = 1_000  # messages of one conversation

#: (what, the text, the topic that it must be understood as on both sides)
QUESTIONS = (
    ("policy answer", "how do I contact customer service", "contact_support"),
    ("state answer", "how much is in escrow", "ask_escrow_balance"),
)

type Side = OurSide | StockSide
type Question = tuple[str, str, str]


async def measure(figures: Figures, *, epochs: int) -> None:
    """Measure turns on both sides, a long conversation, start-up and memory on ours."""
    place = project(epochs)
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as scratch:
        home, run = _folders(Path(scratch))
        async with OurSide(home) as ours:
            figures.add("start", "ready, everything set up", ours.ready_seconds, unit="s", bar="≤ 15")
            async with StockSide(place, run, ours.database_url) as stock:
                for question in QUESTIONS:
                    await _paired(figures, question, ours, stock)
                figures.add("memory", "stock, both processes", stock.resident_mib(), unit="MiB")
            await _long(figures, ours)
            figures.add("memory", "everything", ours.resident_mib(), unit="MiB", bar="≤ 900")


def _folders(scratch: Path) -> tuple[Path, Path]:
    folders = scratch / "home", scratch / "stock"
    for folder in folders:
        folder.mkdir()
    return folders


async def _paired(figures: Figures, question: Question, ours: OurSide, stock: StockSide) -> None:
    what, text, topic = question
    taken: dict[str, list[float]] = {ours.name: [], stock.name: []}
    for side in (ours, stock):
        await _round(side, text, topic, WARM_UP, lambda _: "warm-up")
    for number in range(ROUNDS):
        for side in (ours, stock):
            taken[side.name] += await _round(
                side, text, topic, TURNS_A_ROUND, lambda turn, n=number: f"{n}-{turn // TURNS_A_CONVERSATION}"
            )
    how = f"{ROUNDS * TURNS_A_ROUND} turns a side, in turn; both stored durably"
    for side in (ours, stock):
        times = taken[side.name]
        figures.add("turn", f"{what}, {side.name}, p50", p50(times), unit="ms", note=how)
        figures.add("turn", f"{what}, {side.name}, p95", p95(times), unit="ms", note=how)
    ratio = p50(taken[ours.name]) / p50(taken[stock.name])
    figures.add("turn", f"{what}, ours ÷ stock at p50", ratio, bar="≤ 0.35", note=how)


async def _round(
    side: Side, text: str, topic: str, turns: int, conversation: Callable[[int], str], *, account: str = ACCOUNT
) -> list[float]:
    taken = []
    for turn in range(turns):
        took, understood = await side.ask(text, account=account, conversation=conversation(turn))
        if understood != topic:
            raise RuntimeError(f"{side.name} understood {text!r} as {understood}, not {topic}: nothing to compare")
        taken.append(took)
        await asyncio.sleep(BETWEEN_SECONDS)
    return taken


async def _long(figures: Figures, ours: OurSide) -> None:
    _, text, topic = QUESTIONS[1]
    # An account of its own: client-demo's one conversation has been talked in before.
    taken = []
    for turn in range(LONG // 2):
        taken += await _round(ours, text, topic, 1, lambda _: "long", account="pastdue-demo")
        if turn % 100 == 99:
            print(f"  {2 * (turn + 1)} messages of {LONG}", flush=True)
    window = 25
    first, last = p50(taken[:window]), p50(taken[-window:])
    how = f"median of {window} turns at either end of a conversation of {LONG} messages"
    figures.add("turn", "early in a conversation, p50", first, unit="ms", note=how)
    figures.add("turn", "after 1,000 messages, p50", last, unit="ms", note=how)
    figures.add("turn", "after 1,000 messages ÷ early", last / first, bar="≤ 1.5", note=how)
