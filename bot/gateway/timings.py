"""How long the gateway waits for what. Tests hand in shorter ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Waits, in seconds."""

    still_working: float = 3.0  # until a person is told that it takes longer
    answer_deadline: float = 30.0  # until a person is told that nobody could be asked
    retry_first: float = 0.2  # between two tries to ask, doubling …
    retry_longest: float = 2.0  # … up to this
    lease_renewal: float = 3.0  # well within bot.desk.turns.LEASE
    take_over: float = 1.0  # between two looks for turns that nobody works on
    poll: float = 1.0  # backstop for what other gateways wrote
    beat: float = 15.0  # the protocol promises 20
    state: float = 15.0  # between two looks at the desk and at incidents
    endings: float = 600.0  # between two looks for conversations that nobody goes on with
    nudges: float = 2.0  # between two looks for reminders that are owed
    presses: float = 10.0  # between two looks for receipts that were not told
    mail: float = 2.0  # between two looks for letters that are due
    mailbox: float = 30.0  # between two looks into the mailbox that replies come to
    routing: float = 1.0  # between two looks for moves of the desk that are due
    console_beat: float = 5.0  # between two heartbeats of the consoles; bot.desk.roster.BEAT_EVERY is the most
    drain: float = 5.0  # for running turns, when the gateway stops
