"""Completion: seeing work through to its end, even when whoever waits for it is cancelled."""

import asyncio
import contextlib
from collections.abc import Awaitable


async def completed[T](work: Awaitable[T]) -> T:
    """Await `work` to its end; a cancellation that comes meanwhile is raised after it, not instead of it."""
    inner = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(inner)
    except asyncio.CancelledError:
        while not inner.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait((inner,))
        raise
