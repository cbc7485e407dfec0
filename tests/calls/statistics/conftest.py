"""The library of calls that the statistics are asked about."""

from collections.abc import AsyncIterator, Iterator

import pytest

from leadline.calls.service.toolbox import CallsToolbox
from leadline.kernel.settings import Settings
from tests.calls.statistics.reading import Library, tools_of


@pytest.fixture
def library(database_url: str, settings: Settings) -> Iterator[Library]:
    """Seven hundred calls of ten weeks, two sources and four agents, one of them excluded."""
    library = Library(database_url, settings)
    yield library
    library.close()


@pytest.fixture
async def tools(database_url: str, settings: Settings) -> AsyncIterator[CallsToolbox]:
    """A toolbox on an empty database."""
    tools = tools_of(database_url, settings)
    yield tools
    await tools.database.close()
