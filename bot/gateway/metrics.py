"""What operators watch: turns by stage, sockets, queues and errors, as Prometheus reads them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.mail.depth import Depth

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0, 30.0)
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Metrics:
    """The figures of one gateway, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turn = Histogram(
            "milepost_turn_seconds",
            "Time of a turn by stage: record, queue, ask (to the first utterance), answer (storing it), total.",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._errors = Counter("milepost_refusals", "Events answered with a code.", ["code"], registry=self.registry)
        self._turns = Counter("milepost_turns", "Turns by how they ended.", ["end"], registry=self.registry)
        self._asks = Counter(
            "milepost_assistant_errors", "Questions that Rasa did not answer.", ["kind"], registry=self.registry
        )
        self.sockets = Gauge("milepost_sockets", "Sockets that are connected.", registry=self.registry)
        self.running = Gauge("milepost_turns_running", "Turns being answered here.", registry=self.registry)
        self.waiting = Gauge(
            "milepost_turns_waiting", "Turns leased here that wait for a free place.", registry=self.registry
        )

        self._letters = Gauge("milepost_outbox_letters", "Letters that wait.", registry=self.registry)
        self._oldest = Gauge(
            "milepost_outbox_oldest_seconds", "How long the oldest letter has waited.", registry=self.registry
        )
        self._dead = Gauge("milepost_outbox_dead", "Letters that were given up.", registry=self.registry)

    def outbox(self, depth: Depth) -> None:
        """Note how deep the outbox is."""
        self._letters.set(depth.waiting)
        self._oldest.set(depth.oldest.total_seconds())
        self._dead.set(depth.dead)

    def stage(self, stage: str, seconds: float) -> None:
        """Note how long a stage of a turn took."""
        self._turn.labels(stage).observe(seconds)

    def refused(self, code: str) -> None:
        """Note an event that was answered with a code."""
        self._errors.labels(code).inc()

    def ended(self, end: str) -> None:
        """Note how a turn ended."""
        self._turns.labels(end).inc()

    def unanswered(self, kind: str) -> None:
        """Note a question that Rasa did not answer."""
        self._asks.labels(kind).inc()

    def exposed(self) -> bytes:
        """Write all figures."""
        return generate_latest(self.registry)
