"""kill -9 in the middle of it: nothing said is lost, doubled or left unanswered."""

import asyncio
import contextlib

import psutil

from tests.faults.talker import Talker
from tests.patience import PATIENCE_S

PEOPLE = ("client-demo", "freelancer-demo", "pastdue-demo", "suspended-demo", None)
TURNS_EACH = 40
LASTS_AT_MOST_S = 600.0

QUESTIONS = (
    "how much is in escrow",
    "is my milestone 2 paid",
    "when are specialists online",
    "why is my account suspended",
    "what did you charge me",
    "how does the automatic release work",
    "contact support",
    "hello",
)

GATEWAY, RASA = "bot gateway", "milepost_runtime serve"

# How many of all turns are done before each fault.
FAULTS = ((40, GATEWAY), (90, RASA), (130, GATEWAY), (160, RASA))


async def test_200_turns_of_5_people_survive_kill_9_of_the_gateway_and_of_rasa(product):
    talkers = [Talker(product.url, {"token": product.token(person)} if person else {}) for person in PEOPLE]
    said: dict[Talker, list[int]] = {talker: [] for talker in talkers}
    reached = {after: asyncio.Event() for after, _ in FAULTS}

    async def talk(talker: Talker) -> None:
        for turn in range(TURNS_EACH):
            seq = await talker.say(QUESTIONS[turn % len(QUESTIONS)])
            said[talker].append(seq)
            if (count := sum(len(seqs) for seqs in said.values())) in reached:
                reached[count].set()
            # Every third message is followed at once, as people do; the rest wait for their answer.
            if turn % 3:
                await talker.hears(seq, within=PATIENCE_S)

    async def strike() -> None:
        for after, part in FAULTS:
            await reached[after].wait()
            with contextlib.suppress(LookupError, psutil.NoSuchProcess):
                product.child(part).kill()

    async with asyncio.timeout(LASTS_AT_MOST_S), asyncio.TaskGroup() as group:
        for talker in talkers:
            group.create_task(talk(talker))
        group.create_task(strike())

    for talker in talkers:
        for seq in said[talker]:
            await talker.hears(seq, within=PATIENCE_S)

    for talker in talkers:
        assert len(set(said[talker])) == TURNS_EACH
        answers = [talker.answers_to(seq) for seq in said[talker]]
        assert [len(each) for each in answers] == [1] * TURNS_EACH
        assert all(each[0].get("topic") for each in answers), "an apology where Rasa came back in time"
        assert talker.doubled == []
        assert talker.last_seq == max(talker.messages), "a gap"
        assert await talker.everything() == talker.history()
        await talker.leave()
