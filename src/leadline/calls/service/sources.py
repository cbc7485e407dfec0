"""The sources that calls come from: which there are, and whether they answer."""

from dataclasses import dataclass
from datetime import datetime

from leadline.calls.contracts import ConnectionReport
from leadline.calls.errors import UnknownSource
from leadline.calls.ports import DialerSource, SourceLimits
from leadline.calls.repository.sync_runs import last_success
from leadline.calls.service.toolbox import CallsToolbox


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source: whether it can be asked (`pull`), whether it calls us (`push`), and when it last synced whole."""

    name: str
    kinds: tuple[str, ...]
    limits: SourceLimits | None
    last_success: datetime | None


def source_of(toolbox: CallsToolbox, name: str) -> DialerSource:
    """The source that can be asked under this name. Raises `UnknownSource`."""
    source = toolbox.sources.get(name)
    if source is None:
        raise UnknownSource(source=name[:50], known=", ".join(sorted(toolbox.sources)) or "-")
    return source


async def list_sources(toolbox: CallsToolbox) -> list[SourceInfo]:
    """Every source of this process, by name."""
    async with toolbox.database.reading() as connection:
        succeeded = await last_success(connection)
    found = []
    for name in sorted({*toolbox.sources, *toolbox.push_parsers}):
        source = toolbox.sources.get(name)
        kinds = (("pull",) if source else ()) + (("push",) if name in toolbox.push_parsers else ())
        found.append(SourceInfo(name, kinds, source.limits if source else None, succeeded.get(name)))
    return found


async def check_source(toolbox: CallsToolbox, name: str) -> ConnectionReport:
    """The source's own connection test. Raises `UnknownSource`."""
    return await source_of(toolbox, name).check()
