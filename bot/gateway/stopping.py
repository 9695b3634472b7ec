"""Stopping: background work is told to stop, and finishes what it is at. It is never cut off."""

import asyncio
import contextlib


class Stop:
    """Told once; heard by everybody who pauses."""

    def __init__(self) -> None:
        self._told = asyncio.Event()

    def tell(self) -> None:
        """Have everybody stop."""
        self._told.set()

    @property
    def told(self) -> bool:
        """Whether it is time to stop."""
        return self._told.is_set()

    async def within(self, seconds: float) -> bool:
        """Pause; true, and sooner, if it is time to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)
        return self.told
