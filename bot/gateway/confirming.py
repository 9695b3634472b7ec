"""The second key: a quote's button, pressed by the account that it was made for."""

from collections.abc import Awaitable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.desk import presses
from bot.desk.conversations import Closed
from bot.desk.messages import Appended
from bot.desk.presses import Pressed
from bot.errors import Refused
from bot.gateway.fanout import Fanout
from bot.gateway.receipts import Receipts, write
from bot.gateway.seats import Seat
from bot.marketplace.commands import ChatMovesNothing, Commands, QuoteUnknown, ReauthRequired, Receipt
from bot.marketplace.port import MarketplaceUnavailable


class Confirming:
    """Has quotes executed. Press and receipt are in the log by the same transaction that moves the money.

    Where the marketplace commits by itself, a press is noted before and forgotten with its receipt, so that
    `Retelling` tells a receipt that a crash kept back.
    """

    def __init__(
        self,
        *,
        database: Database,
        commands: Commands | None,
        receipts: Receipts | None,
        clock: Clock,
        fanout: Fanout,
    ) -> None:
        """Without `commands` nothing can be confirmed here."""
        self._database = database
        self._commands = commands
        self._receipts = receipts
        self._clock = clock
        self._fanout = fanout

    async def press(self, seat: Seat, *, quote: str, press: str, name: str, now: datetime) -> Appended:
        """Execute a quote once and return its press in the log; pressed again, the first press.

        `now` is the time that tokens are held against. Raises QuoteUnknown, QuoteExpired, QuoteVoid,
        ReauthRequired, StandingForbids, ChatMovesNothing, OutcomeUnknown, Closed.
        """
        if self._commands is None or self._receipts is None:
            raise ChatMovesNothing
        if seat.signed_in is None:
            raise QuoteUnknown
        if seat.expired(now):
            raise ReauthRequired
        commands, receipts, written = self._commands, self._receipts, list[Appended]()
        account = seat.signed_in.account
        pressed = Pressed(quote, account, seat.conversation, name, seat.locale, seat.zone, self._clock.now())

        async def witness(session: AsyncSession, receipt: Receipt) -> None:
            written[:] = await write(session, receipts, receipt, pressed, now=self._clock.now())
            if not commands.atomic:
                await presses.settle(session, quote)

        age = max(now - seat.signed_in.auth_time, timedelta(0))
        executing = commands.confirm(account, quote, auth_age=age, press=press, witness=witness)
        await (executing if commands.atomic else self._noted(pressed, executing))
        for appended in written:
            if appended.new:
                await self._fanout.publish(appended.message)
        return written[0]

    async def _noted(self, pressed: Pressed, executing: Awaitable[Receipt]) -> None:
        """Wait for an execution whose press is noted as long as a receipt may have to be told of it."""
        async with self._database.transaction() as session:
            is_first = await presses.note(session, pressed)
        try:
            await executing
        except (MarketplaceUnavailable, Closed):
            raise  # it may have been done, and its receipt is looked for
        except Refused:
            if is_first:
                async with self._database.transaction() as session:
                    await presses.settle(session, pressed.quote)
            raise
