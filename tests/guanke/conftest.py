from collections.abc import Iterator

import pytest

from leadline.integrations.guanke.parsing import RowParser
from leadline.kernel.clock import BusinessCalendar
from tests.guanke.simulated import CALM, SimulatedVendor, running_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[SimulatedVendor]:
    with running_simulator() as vendor:
        yield vendor


@pytest.fixture
def vendor(simulator_process: SimulatedVendor) -> SimulatedVendor:
    """The simulator, calm: a past Friday of 3,570 rows, no faults."""
    simulator_process.set(**CALM)
    return simulator_process


@pytest.fixture
def parse(calendar: BusinessCalendar) -> RowParser:
    return RowParser(calendar)
