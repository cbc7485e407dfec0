"""Routes of call data."""

from fastapi import APIRouter

from leadline.calls.endpoints import (
    exports,
    grade_stats,
    imports,
    profiles,
    records,
    search,
    settings,
    settling,
    sources,
    statistics,
    sync,
)


def routers() -> tuple[APIRouter, ...]:
    """Every router of the context; paths without a parameter stand before those with one."""
    return (
        grade_stats.router,
        statistics.router,
        profiles.router,
        search.router,
        sync.router,
        settling.router,
        sources.router,
        settings.router,
        exports.router,
        imports.router,
        records.router,
    )
