"""The routes of employees; every one declares its permission."""

from fastapi import APIRouter

from leadline.employees.endpoints import agents, employees, roles, teams, users, views, work


def routers() -> tuple[APIRouter, ...]:
    """All of them, in the order in which they are tried."""
    return agents.router, employees.router, work.router, roles.router, teams.router, users.router, views.router
