"""Getting ready beside using: the next item of a stream is made while the present one is written or sent."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

T = TypeVar("T")


async def read_ahead(items: AsyncIterator[T]) -> AsyncGenerator[T, None]:
    """The same items, the next one got ready while the present one is being used: two in memory, never more.

    (A source that asks for several items at once keeps those it has under way besides; its limits say how many.)
    """

    async def step() -> T | None:
        return await anext(items, None)

    coming = asyncio.create_task(step())
    try:
        while (item := await coming) is not None:
            coming = asyncio.create_task(step())
            yield item
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        if isinstance(items, AsyncGenerator):
            await items.aclose()
