"""From what the use cases of the sync return to what the reader is shown, in the reader's language."""

from leadline.calls.repository.closings import Closing
from leadline.calls.repository.sync_runs import RunRow
from leadline.calls.schemas.sync import (
    BreakdownShape,
    ClosingShape,
    DayBreakdownShape,
    DayComparisonShape,
    DayShape,
    LineShape,
    MeasuresShape,
    RunShape,
    TrackStatus,
)
from leadline.calls.service.freshness import DayFreshness, TrackFreshness
from leadline.calls.service.reconciliation import Breakdown, DayBreakdown, DayComparison, Measures
from leadline.kernel.text import Language

RUN_FIGURES = ("received_rows", "new_rows", "updated_rows", "refused_rows")


def run_shape(run: RunRow, language: Language, *, figures: bool) -> RunShape:
    """A run; without `figures` (a narrower scope) its row counts are not told."""
    values = run._asdict() | {"error": run.error.to(language) if run.error else None}
    if not figures:
        values |= dict.fromkeys(RUN_FIGURES)
    return RunShape(**values)


def track_shape(track: TrackFreshness, language: Language, *, figures: bool, notes: bool) -> TrackStatus:
    """A track with its days."""
    return TrackStatus(
        source=track.source,
        track=track.track,
        pullable=track.pullable,
        last_complete=track.last_complete,
        incomplete_days=list(track.incomplete_days),
        last_run=run_shape(track.last_run, language, figures=figures) if track.last_run else None,
        days=[_day_shape(day, language, figures=figures, notes=notes) for day in track.days],
    )


def _day_shape(day: DayFreshness, language: Language, *, figures: bool, notes: bool) -> DayShape:
    return DayShape(
        date=day.day,
        state=day.state,
        vendor_rows=day.vendor_rows if figures else None,
        received_rows=day.received_rows if figures else None,
        refused_rows=day.refused_rows if figures else None,
        calls=day.calls if figures else None,
        reason=day.reason.to(language) if day.reason and figures else None,
        checked_at=day.checked_at,
        completed_at=day.completed_at,
        updated_at=day.updated_at,
        closing=closing_shape(day.closing, language, figures=figures, notes=notes),
        pulling=day.pulling,
    )


def closing_shape(closing: Closing | None, language: Language, *, figures: bool, notes: bool) -> ClosingShape | None:
    """A day's close. Why its figures moved tells those of everybody; what people wrote is for who may read `notes`."""
    if closing is None:
        return None
    told = closing.state == "reopened"
    why = notes if closing.reopened_by else figures
    return ClosingShape(
        state=closing.state, closed_at=closing.closed_at, closed_by=closing.closed_by,
        note=closing.note if notes else None, reopened_at=closing.reopened_at if told else None,
        reopened_by=closing.reopened_by if told else None,
        reason=closing.reason.to(language) if told and why and closing.reason else None,
    )  # fmt: skip


def comparison_shape(day: DayComparison, language: Language, *, figures: bool, notes: bool) -> DayComparisonShape:
    """A day's totals."""
    total = day.total
    return DayComparisonShape(
        ours=_plain(total.ours),
        vendor=_measures(total.vendor),
        difference=_measures(total.difference),
        date=day.day,
        source=day.source,
        grade_state=day.grade_state,
        task_state=day.task_state,
        vendor_at=day.vendor_at,
        closing=closing_shape(day.closing, language, figures=figures, notes=notes),
    )


def breakdown_shape(day: DayBreakdown, language: Language, *, figures: bool, notes: bool) -> DayBreakdownShape:
    """A day by account and by task."""
    total = comparison_shape(day.comparison, language, figures=figures, notes=notes)
    return DayBreakdownShape(total=total, accounts=_breakdown(day.accounts), tasks=_breakdown(day.tasks))


def _breakdown(part: Breakdown) -> BreakdownShape:
    lines = [
        LineShape(
            key=line.key,
            name=line.name,
            ours=_plain(line.ours),
            vendor=_measures(line.vendor),
            difference=_measures(line.difference),
        )
        for line in part.lines
    ]
    return BreakdownShape(lines=lines, unattributed=_measures(part.unattributed))


def _plain(measures: Measures) -> MeasuresShape:
    return MeasuresShape(**measures._asdict())


def _measures(measures: Measures | None) -> MeasuresShape | None:
    return None if measures is None else _plain(measures)
