"""Routes of call data."""

from fastapi import APIRouter

from leadline.calls.endpoints import grade_stats, settings, sources, statistics, sync


def routers() -> tuple[APIRouter, ...]:
    """Every router of the context."""
    return (grade_stats.router, statistics.router, sync.router, sources.router, settings.router)
