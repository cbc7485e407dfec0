"""The kinds of jobs that a process knows how to carry out."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from leadline.kernel.jobs.contracts import JobState, Json, Payload, RetryPolicy
from leadline.kernel.jobs.run import JobRun

P = TypeVar("P", bound=Payload)
USUAL = RetryPolicy()


@dataclass(frozen=True, slots=True)
class JobKind(Generic[P]):
    """How jobs of one payload class are carried out.

    `run` does the work and returns what is shown as the result. Every effect of it must bear being done again: a job
    that was cut off is begun anew, without the steps that it has done. A `LeadlineError` with a status below 500 ends
    the job at once; anything else is tried again as `retry` says. `fill` makes the jobs of a back-fill: of a scheduled
    payload and a range, a payload for each day that lacks something, or for every day. `steered` writes what goes with
    it, in the same transaction, when somebody cancels a job or lets it go on: it is told the job's state now, and who,
    where that is known.
    """

    payload: type[P]
    run: Callable[[JobRun, P], Awaitable[Json | None]]
    retry: RetryPolicy = USUAL
    fill: Callable[[P, date, date, bool], Awaitable[Iterable[Payload]]] | None = None
    steered: Callable[[AsyncConnection, P, JobState, str | None], Awaitable[None]] | None = None

    async def follow(self, connection: AsyncConnection, payload: Json, state: JobState, who: str | None) -> None:
        """Tells the kind, if it wants to know, that a job of it was cancelled or goes on."""
        if self.steered is not None:
            await self.steered(connection, self.payload.model_validate(payload), state, who)

    @property
    def name(self) -> str:
        return self.payload.kind


AnyKind = JobKind[Any]  # Any: each kind has a payload class of its own


class JobKinds:
    """Kinds by name."""

    def __init__(self, kinds: Iterable[AnyKind] = ()) -> None:
        self._kinds: dict[str, AnyKind] = {}
        for kind in kinds:
            self.add(kind)

    def add(self, kind: AnyKind) -> None:
        """One more kind; ValueError when its name is taken."""
        if kind.name in self._kinds:
            raise ValueError(f"the kind of job {kind.name!r} is taken")
        self._kinds[kind.name] = kind

    def find(self, name: str) -> AnyKind | None:
        """The kind of this name, or None."""
        return self._kinds.get(name)

    @property
    def names(self) -> list[str]:
        return sorted(self._kinds)
