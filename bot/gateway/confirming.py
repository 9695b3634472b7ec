"""The second key: a quote's button, pressed by the account that it was made for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk import conversations
from bot.desk.messages import Appended, Block, Draft
from bot.desk.models import Author
from bot.gateway.fanout import Fanout
from bot.gateway.seats import Seat
from bot.gateway.sentences import SYSTEM_NAME
from bot.marketplace.commands import ChatMovesNothing, Commands, QuoteUnknown, ReauthRequired, Receipt


class Told(Protocol):
    """How a receipt is told: what the press says in the thread, and the receipt itself."""

    @property
    def press(self) -> str:
        """What was confirmed."""
        ...

    @property
    def text(self) -> str:
        """What was done."""
        ...

    @property
    def blocks(self) -> Sequence[Block]:
        """The receipt beside it."""
        ...


class Receipts(Protocol):
    """Where receipts get their words from; `bot.actions.payments.receipts.ReceiptWords` is one."""

    def told(self, receipt: Receipt, *, locale: str, zone: str | None, now: datetime) -> Told:
        """Tell a receipt to its reader."""
        ...


class Confirming:
    """Has quotes executed. Press and receipt are in the log by the same transaction that moves the money."""

    def __init__(self, *, commands: Commands | None, receipts: Receipts | None, clock: Clock, fanout: Fanout) -> None:
        """Without `commands` nothing can be confirmed here."""
        self._commands = commands
        self._receipts = receipts
        self._clock = clock
        self._fanout = fanout

    async def press(self, seat: Seat, *, quote: str, press: str, name: str, now: datetime) -> Appended:
        """Execute a quote once and return its press in the log; pressed again, the first press.

        `now` is the time that tokens are held against. Raises QuoteUnknown, QuoteExpired, QuoteVoid,
        ReauthRequired, StandingForbids, ChatMovesNothing, Closed.
        """
        if self._commands is None or self._receipts is None:
            raise ChatMovesNothing
        if seat.signed_in is None:
            raise QuoteUnknown
        if seat.expired(now):
            raise ReauthRequired
        receipts, written = self._receipts, list[Appended]()

        async def write(session: AsyncSession, receipt: Receipt) -> None:
            at = self._clock.now()
            told = receipts.told(receipt, locale=seat.locale, zone=seat.zone, now=at)
            pressed = Draft(Author.USER, name, receipt.press, told.press, personal=True)
            said = await conversations.say(session, conversation=seat.conversation, draft=pressed, now=at)
            # It is no answer of whoever owns the conversation, so it comes from the marketplace itself.
            answer = Draft(
                Author.SYSTEM,
                SYSTEM_NAME,
                f"{receipt.press}:receipt",
                told.text,
                blocks=tuple(told.blocks),
                reply_to=said.message.seq,
                personal=True,
            )
            written[:] = [said, await conversations.say(session, conversation=seat.conversation, draft=answer, now=at)]

        age = max(now - seat.signed_in.auth_time, timedelta(0))
        await self._commands.confirm(seat.signed_in.account, quote, auth_age=age, press=press, witness=write)
        for appended in written:
            if appended.new:
                await self._fanout.publish(appended.message)
        return written[0]
