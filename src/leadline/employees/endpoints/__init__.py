"""The routes of employees; every one declares its permission."""

from fastapi import APIRouter

from leadline.employees.endpoints import agents, auth, employees, own_access, roles, teams, users, views, work


def routers() -> tuple[APIRouter, ...]:
    """All of them, in the order in which they are tried."""
    access = (auth.router, own_access.router)
    return (
        *access, agents.router, employees.router, work.router, roles.router, teams.router, users.router, views.router
    )  # fmt: skip
