"""`make bench`: measures, prints the table, writes bench/results.json."""

import argparse
import asyncio
import platform
from pathlib import Path

import psutil

from bench import clockwork, gateway, opening, quotes, replies, turns, understanding, widgets
from bench.figures import Figures

RESULTS = Path(__file__).resolve().parent / "results.json"
PARTS = ("gateway", "quotes", "clockwork", "replies", "turns", "understanding", "widgets", "opening")


def main() -> None:
    """Run the parts that were asked for; all by default."""
    words = argparse.ArgumentParser(prog="make bench", description=__doc__)
    words.add_argument("parts", nargs="*", default=PARTS, help=f"of {', '.join(PARTS)}")
    words.add_argument("--stock-epochs", type=int, default=8, help="epochs that stock Rasa is trained for")
    asked = words.parse_args()
    figures = Figures()
    if "understanding" in asked.parts:
        understanding.measure(figures)
    if "gateway" in asked.parts:
        asyncio.run(gateway.measure(figures))
    if "quotes" in asked.parts:
        asyncio.run(quotes.measure(figures))
    if "clockwork" in asked.parts:
        asyncio.run(clockwork.measure(figures))
    if "replies" in asked.parts:
        replies.measure(figures)
    if "widgets" in asked.parts:
        widgets.measure(figures)
    if "opening" in asked.parts:
        asyncio.run(opening.measure(figures))
    if "turns" in asked.parts:
        asyncio.run(turns.measure(figures, epochs=asked.stock_epochs))
    figures.show()
    figures.write(
        RESULTS,
        machine=platform.processor() or platform.machine(),
        cores=psutil.cpu_count(),
        load=psutil.getloadavg(),
        stock_epochs=asked.stock_epochs,
    )
    print(f"written to {RESULTS}")


if __name__ == "__main__":
    main()
