"""The routes of operations, in the order in which they are mounted."""

from fastapi import APIRouter

from leadline.operations.endpoints import alerts, console


def routers() -> tuple[APIRouter, ...]:
    """All routers of this context."""
    return (console.router, alerts.router)
