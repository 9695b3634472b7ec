"""Answering: runs the turns that this gateway has leased, each until it is answered exactly once.

Whatever happens, a person gets words: the answer, or "still working" and then an apology with the way
to a person. Every stored message has an id derived from the question's, so a turn that is run again
after a crash, or on two gateways at once, adds nothing twice.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog

from bot.assistant import Assistant, AssistantDown, AssistantError, Utterance
from bot.clock import Clock
from bot.completion import completed
from bot.db import Database
from bot.desk import conversations, turns
from bot.desk.messages import Appended, Draft
from bot.desk.models import Author, TurnState
from bot.desk.offers import parted
from bot.desk.turns import Leased
from bot.gateway import filing
from bot.gateway.desk.asking import Asked, Asking
from bot.gateway.fanout import Fanout
from bot.gateway.metrics import Metrics
from bot.gateway.protocol import DEFAULT_LOCALE
from bot.gateway.sentences import ASSISTANT_NAME, STILL_WORKING, SYSTEM_NAME, UNAVAILABLE, Sentence, Sentences
from bot.gateway.stopping import Stop
from bot.gateway.timings import Timings

ASKED_AT_ONCE = 64  # more would only wait inside Rasa, and run into their deadline there
TRIES_OF_AN_ERROR = 3  # Rasa that errs may err for good; Rasa that is down comes back
LEASES = 5  # a turn that has brought so many gateways down gets the apology
ANSWERS_PER_TURN = 10

type Asks = Mapping[str, Any]  # what an action asks for besides its words

log = structlog.get_logger(__name__)


class OwnerChanged(Exception):  # noqa: N818 - not an error: somebody else answers now
    """The assistant no longer owns the conversation; its answer is dropped."""


class Answering:
    """The turns of one gateway."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        assistant: Assistant,
        fanout: Fanout,
        sentences: Sentences,
        metrics: Metrics,
        timings: Timings,
    ) -> None:
        self.name = str(uuid4())  # a new one with every start: a restarted gateway holds no old lease
        self._database = database
        self._clock = clock
        self._assistant = assistant
        self._fanout = fanout
        self._sentences = sentences
        self._metrics = metrics
        self._timings = timings
        self._asking: Asking | None = None
        self._places = asyncio.Semaphore(ASKED_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()

    def asks(self, asking: Asking | None) -> None:
        """Have the desk do what answers ask of it; without one, they ask in vain."""
        self._asking = asking

    def begin(self, turn: Leased) -> None:
        """Answer a turn that was leased under our name."""
        # At once, not when the loop comes round to it: the question is on its way before its sender hears that it is stored.
        task = asyncio.Task(self._run(turn), loop=asyncio.get_running_loop(), eager_start=True)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def run(self, stop: Stop) -> None:
        """Take over turns that nobody works on until told to stop; the first look is at once."""
        while not stop.told:
            try:
                forgotten = await self._forgotten()
            except Exception:
                log.exception("turns_unreadable")
            else:
                for turn in forgotten:
                    log.info("turn_taken_over", conversation=turn.conversation, seq=turn.seq, attempts=turn.attempts)
                    self.begin(turn)
            await stop.within(self._timings.take_over)

    async def _forgotten(self) -> list[Leased]:
        """Lease what nobody works on. Mostly there is nothing, and then no writer is kept waiting."""
        async with self._database.reading() as session:
            if not await turns.is_any_forgotten(session, now=self._clock.now()):
                return []
        async with self._database.transaction() as session:
            return await turns.take_over(session, by=self.name, now=self._clock.now())

    async def drain(self) -> None:
        """Let running turns end; those that do not in time are taken over by whoever starts next."""
        if self._running:
            await asyncio.wait(self._running, timeout=self._timings.drain)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, turn: Leased | None) -> None:
        while turn is not None:
            try:
                state = await self._kept(turn)
                async with self._database.transaction(brief=True) as session:
                    following = await turns.finish(session, turn, by=self.name, state=state, now=self._clock.now())
            except Exception:  # the lease runs out and the turn is taken over
                log.exception("turn_failed", conversation=turn.conversation, seq=turn.seq)
                self._metrics.ended("error")
                return
            turn = following

    async def _kept(self, turn: Leased) -> TurnState:
        """Answer one turn while its lease is kept.

        It is kept no longer when the turn is ended: a lease that ends is not one that was lost.
        """
        ended = Stop()
        keeping = asyncio.create_task(self._keep(turn, asyncio.current_task(), ended))
        try:
            return await self._answer(turn)
        finally:
            ended.tell()
            await keeping

    async def _keep(self, turn: Leased, work: "asyncio.Task[None] | None", ended: Stop) -> None:
        """Keep the lease until the work has ended; stop the work if the lease was lost."""
        while not await ended.within(self._timings.lease_renewal):
            try:
                async with self._database.transaction() as session:
                    kept = await turns.renew(session, turn, by=self.name, now=self._clock.now())
            except Exception:
                log.exception("lease_not_renewed")
                continue
            if not kept and not ended.told and work is not None:
                work.cancel()
                return

    async def _answer(self, turn: Leased) -> TurnState:
        """Answer one turn and tell how it ends."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        state, end = TurnState.DONE, "answered"
        with self._metrics.waiting.track_inprogress():
            await self._places.acquire()
        try:
            with self._metrics.running.track_inprogress():
                await self._fanout.tell(turn.conversation, "typing", {"from": "assistant", "on": True})
                try:
                    if not await self._asked_until_answered(turn) and await self._apologise(turn):
                        end = "apologised"
                except OwnerChanged:
                    state, end = TurnState.DROPPED, "dropped"
                await self._fanout.tell(turn.conversation, "typing", {"from": "assistant", "on": False})
        finally:
            self._places.release()
        self._metrics.stage("total", loop.time() - began)
        self._metrics.ended(end)
        return state

    async def _asked_until_answered(self, turn: Leased) -> bool:
        """Ask until there is an answer; false at the deadline, or when asking again is no use."""
        if turn.attempts > LEASES:
            return False
        patience = Patience(self, turn)
        pause, errors = self._timings.retry_first, 0
        try:
            async with asyncio.timeout(self._timings.answer_deadline):
                while True:
                    try:
                        await self._ask(turn, patience)
                    except AssistantError as error:
                        log.warning("assistant_error", kind=type(error).__name__, reason=str(error))
                        self._metrics.unanswered(type(error).__name__)
                        errors += not isinstance(error, AssistantDown)
                        if errors >= TRIES_OF_AN_ERROR:
                            return False
                    else:
                        return True
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, self._timings.retry_longest)
        except TimeoutError:
            log.warning("assistant_deadline", conversation=turn.conversation, seq=turn.seq)
            self._metrics.unanswered("deadline")
            return False
        finally:
            await patience.end()

    async def _ask(self, turn: Leased, patience: "Patience") -> None:
        loop = asyncio.get_running_loop()
        asked = loop.time()
        number = 0
        async with contextlib.aclosing(self._assistant.ask(turn.request)) as answers:
            async for utterance in answers:
                if number == 0:
                    self._metrics.stage("ask", loop.time() - asked)
                if number < ANSWERS_PER_TURN:
                    async with patience.answered():
                        # At the deadline an answer that is being stored is let through, and handed on.
                        await completed(self._store(turn, f"a{number}", utterance))
                number += 1

    async def _store(self, turn: Leased, suffix: str, utterance: Utterance) -> bool:
        shown, kept = parted(utterance.blocks)
        return await self.append(
            turn,
            Draft(
                Author.ASSISTANT,
                ASSISTANT_NAME,
                f"{turn.message_id}:{suffix}",
                utterance.text,
                blocks=shown,
                then=kept,
                topic=utterance.topic,
                reply_to=turn.seq,
                personal=utterance.personal,
            ),
            file=utterance.file,
            handoff=utterance.handoff,
        )

    async def _apologise(self, turn: Leased) -> bool:
        """Say that nobody could be asked; false if there is an answer after all."""
        sentence = self._sentence(turn, UNAVAILABLE)
        return await self._store(turn, "a0", Utterance(sentence.text, blocks=tuple(sentence.blocks)))

    def _sentence(self, turn: Leased, key: str) -> Sentence:
        """Return a sentence in the language of whoever asked."""
        locale = turn.request.get("metadata", {}).get("locale") or DEFAULT_LOCALE
        return self._sentences.speaking(locale).entry(key)

    async def still_working(self, turn: Leased) -> None:
        """Tell the person that it takes longer."""
        sentence = self._sentence(turn, STILL_WORKING)
        await self.append(
            turn,
            Draft(Author.SYSTEM, SYSTEM_NAME, f"{turn.message_id}:wait", sentence.text, blocks=tuple(sentence.blocks)),
        )

    async def append(
        self, turn: Leased, draft: Draft, *, file: Asks | None = None, handoff: Asks | None = None
    ) -> bool:
        """Store a message of this turn, then hand it on; false if it was there. Raises OwnerChanged.

        What is to be filed with it is filed in the same transaction: neither is there without the other.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        appended, asked = await self._append(turn, draft, self._clock.now(), file=file, handoff=handoff)
        if appended is None:
            raise OwnerChanged
        self._metrics.stage("answer", loop.time() - began)
        if appended.new:
            await self._fanout.publish(appended.message)
        if asked is not None and self._asking is not None:
            await self._asking.tell(asked)
        return appended.new

    async def _append(
        self, turn: Leased, draft: Draft, now: datetime, *, file: Asks | None, handoff: Asks | None
    ) -> tuple[Appended | None, Asked | None]:
        async with self._database.transaction(brief=True) as session:
            appended = await conversations.answer(
                session, conversation=turn.conversation, version=turn.version, draft=draft, now=now
            )
            if appended is None or not appended.new or (file is None and handoff is None):
                return appended, None
            if file is not None:
                await filing.carry_out(session, file, turn=turn, now=now)
            if self._asking is None:
                return appended, None
            return appended, await self._asking.carry_out(session, turn=turn, handoff=handoff, file=file, now=now)

    @property
    def patience_s(self) -> float:
        """How long a person waits before hearing that it takes longer."""
        return self._timings.still_working


class Patience:
    """Says "still working" once, after a while, unless the answer comes first."""

    def __init__(self, answering: Answering, turn: Leased) -> None:
        self._answering = answering
        self._turn = turn
        self._turn_to_speak = asyncio.Lock()
        self._answered = False
        self._over = Stop()
        self._waiting = asyncio.create_task(self._wait())

    @contextlib.asynccontextmanager
    async def answered(self) -> AsyncIterator[None]:
        """Hold "still working" back while an answer is stored, and for good after it."""
        async with self._turn_to_speak:
            yield
            self._answered = True

    async def end(self) -> None:
        """Stop waiting; a sentence that is being stored is let through first."""
        self._over.tell()
        await completed(self._waiting)

    async def _wait(self) -> None:
        if await self._over.within(self._answering.patience_s):
            return
        async with self._turn_to_speak:
            if self._answered:
                return
            try:
                await self._answering.still_working(self._turn)
            except OwnerChanged:
                return
            except Exception:
                log.exception("still_working_not_said")
