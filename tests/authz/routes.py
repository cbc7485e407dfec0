"""What every route shows or changes: the table that the walk over all of them is made from.

A new route gets its line here, or the build fails. `record` says which record the path names, as the world of
`world.py` has one in every place; a route without one shows lists and figures, or changes what is everybody's.
"""

from typing import Any, NamedTuple


class Route(NamedTuple):
    """`record`: what the path names. `body`: what a caller within reach would send. `ends`: it cannot be done twice.

    `everybody`: what it shows is not cut to the caller's reach, on purpose.
    """

    record: str = ""
    body: Any = None
    ends: bool = False
    everybody: bool = False


PLAIN = Route()
EVERYBODY = Route(everybody=True)
LOGS = EVERYBODY  # the audit log names whoever did something

ROUTES: dict[str, Route] = {
    # calls and figures: cut to the caller's accounts
    "GET /api/calls": PLAIN,
    "GET /api/calls/count": PLAIN,
    "GET /api/calls/daily": PLAIN,
    "GET /api/calls/export": PLAIN,
    "GET /api/calls/summary": PLAIN,
    "POST /api/calls/exports": PLAIN,
    "GET /api/calls/exports/{job_id}": PLAIN,  # whoever asked for it gets it
    # whoever uploaded a file sees it, and what came of it
    "GET /api/calls/imports": PLAIN,
    "POST /api/calls/imports": PLAIN,
    "POST /api/calls/imports/files": PLAIN,
    "GET /api/calls/imports/files/{file_id}": PLAIN,
    "POST /api/calls/imports/preview": PLAIN,
    "GET /api/calls/imports/{job_id}": PLAIN,
    "GET /api/calls/{record_id}": Route("call"),
    "GET /api/calls/{record_id}/recording": Route("call"),
    "POST /api/calls/{record_id}/reveal": Route("call", {"reason": "walk"}),
    "GET /api/search": PLAIN,
    "GET /api/stats/agents": PLAIN,
    "GET /api/stats/agents/search": PLAIN,
    "GET /api/stats/agents/{source}/{agent_id}": Route("account"),
    "GET /api/stats/daily": PLAIN,
    "GET /api/stats/daily/export": PLAIN,
    "GET /api/stats/explore": PLAIN,
    "GET /api/stats/grade-stats": PLAIN,
    "GET /api/stats/grades": PLAIN,
    "GET /api/stats/hours": PLAIN,
    "GET /api/stats/overview": PLAIN,
    "GET /api/stats/regions": PLAIN,
    "GET /api/stats/tasks": PLAIN,
    "GET /api/stats/tasks/search": PLAIN,
    "GET /api/stats/tasks/{source}/{task_id}": Route("task"),
    "GET /api/stats/trend": PLAIN,
    "GET /api/sync/reconciliation": PLAIN,
    "GET /api/sync/reconciliation/{day}": PLAIN,
    "GET /api/sync/runs": PLAIN,
    "GET /api/sync/runs/{run_id}": PLAIN,
    "GET /api/sync/status": PLAIN,
    # what is the installation's own
    "POST /api/calls/sync": PLAIN,
    "POST /api/sync/days/{day}/close": PLAIN,
    "POST /api/sync/days/{day}/reopen": PLAIN,
    "POST /api/stats/grade-stats/refresh": PLAIN,
    "POST /api/stats/recount": PLAIN,
    "GET /api/settings/agent-exclusions": EVERYBODY,
    "POST /api/settings/agent-exclusions": PLAIN,
    "DELETE /api/settings/agent-exclusions/{exclusion_id}": PLAIN,
    "GET /api/settings/grade-rules": EVERYBODY,
    "PUT /api/settings/grade-rules": PLAIN,
    "POST /api/settings/grade-rules/preview": PLAIN,
    "GET /api/settings/grade-rules/unmapped": EVERYBODY,
    "GET /api/settings/environment": EVERYBODY,
    "GET /api/sources": EVERYBODY,
    "POST /api/sources/{source}/check": PLAIN,
    "POST /api/sources/{source}/push/{secret}": PLAIN,
    "POST /api/sources/{source}/clear": PLAIN,
    "POST /api/db/migrate": PLAIN,
    "GET /api/alerts": PLAIN,  # those that tell everybody's figures are left out for a narrower reach
    "GET /api/alerts/summary": PLAIN,
    "GET /api/alerts/{alert_id}": PLAIN,
    "POST /api/alerts/acknowledge": PLAIN,
    "POST /api/alerts/{alert_id}/acknowledge": PLAIN,
    "GET /api/alert-rules": EVERYBODY,
    "PATCH /api/alert-rules/{name}": PLAIN,
    "GET /api/channels": EVERYBODY,
    "POST /api/channels": PLAIN,
    "GET /api/channels/{channel_id}": EVERYBODY,
    "PATCH /api/channels/{channel_id}": PLAIN,
    "DELETE /api/channels/{channel_id}": PLAIN,
    "POST /api/channels/{channel_id}/test": PLAIN,
    "GET /api/deliveries": EVERYBODY,
    "POST /api/deliveries/{delivery_id}/resend": PLAIN,
    "GET /api/dead-letters": EVERYBODY,
    "POST /api/dead-letters/{letter_id}/replay": PLAIN,
    "GET /api/jobs": EVERYBODY,
    "GET /api/jobs/{job_id}": EVERYBODY,
    "POST /api/jobs/{job_id}/cancel": PLAIN,
    "POST /api/jobs/{job_id}/resume": PLAIN,
    "POST /api/jobs/{job_id}/retry": PLAIN,
    "GET /api/schedules": EVERYBODY,
    "GET /api/schedules/{schedule_id}": EVERYBODY,
    "PATCH /api/schedules/{schedule_id}": PLAIN,
    "POST /api/schedules/{schedule_id}/backfill": PLAIN,
    "POST /api/schedules/{schedule_id}/pause": PLAIN,
    "POST /api/schedules/{schedule_id}/resume": PLAIN,
    "POST /api/schedules/{schedule_id}/run": PLAIN,
    "GET /api/stream": EVERYBODY,  # that something has changed; what it is, the other routes tell
    "GET /api/health": EVERYBODY,
    "GET /api/health/ready": EVERYBODY,
    "GET /metrics": EVERYBODY,
    "GET /api/audit": LOGS,
    "GET /api/audit/export": LOGS,
    "GET /api/audit/{entry_id}": LOGS,
    # people: cut to the caller's part of the tree
    "GET /api/employees": PLAIN,
    "POST /api/employees": PLAIN,
    "GET /api/employees/me": PLAIN,
    "GET /api/employees/unassigned-agents": EVERYBODY,
    "GET /api/employees/{employee_id}": Route("employee"),
    "PUT /api/employees/{employee_id}": Route("employee", {"position": "walked"}),
    "POST /api/employees/{employee_id}/agents": Route("employee", {"source": "walk", "agent_id": "one more"}),
    "PUT /api/employees/{employee_id}/agents/{row_id}": Route("tie", {}),
    "DELETE /api/employees/{employee_id}/agents/{row_id}": Route("tie", ends=True),
    "POST /api/employees/{employee_id}/assign": Route("employee", {"customer_ids": [1]}),
    "GET /api/employees/{employee_id}/customers": Route("employee"),
    "GET /api/employees/{employee_id}/kpis": Route("employee"),
    "POST /api/employees/{employee_id}/reveal": Route("employee", {"reason": "walk"}),
    "POST /api/employees/{employee_id}/status": Route("employee", {"status": "leave"}),
    "GET /api/teams": PLAIN,
    "POST /api/teams": PLAIN,
    "PATCH /api/teams/{team_id}": Route("team", {}),
    "DELETE /api/teams/{team_id}": Route("team", ends=True),
    "GET /api/users": PLAIN,
    "POST /api/users": PLAIN,
    "GET /api/users/{user_id}": Route("user"),
    "PATCH /api/users/{user_id}": Route("user", {}),
    "POST /api/users/{user_id}/disable": Route("user", ends=True),
    "POST /api/users/{user_id}/enable": Route("user"),
    "POST /api/users/{user_id}/reset-password": Route("user", {}, ends=True),
    "GET /api/users/{user_id}/sessions": Route("user"),
    "DELETE /api/users/{user_id}/sessions": Route("user", ends=True),
    "GET /api/permissions": EVERYBODY,
    "GET /api/roles": EVERYBODY,
    "POST /api/roles": PLAIN,
    "PATCH /api/roles/{name}": PLAIN,
    "DELETE /api/roles/{name}": PLAIN,
    # one's own, whatever one's scope
    "GET /api/views": PLAIN,
    "POST /api/views": PLAIN,
    "PUT /api/views/order": PLAIN,
    "PATCH /api/views/{view_id}": Route("view", {"pinned": True}),
    "DELETE /api/views/{view_id}": Route("view", ends=True),
    "POST /api/auth/link": PLAIN,
    "POST /api/auth/login": PLAIN,
    "POST /api/auth/logout": PLAIN,
    "GET /api/auth/me": PLAIN,
    "POST /api/auth/password": PLAIN,
    "GET /api/auth/permissions": PLAIN,
    "POST /api/auth/refresh": PLAIN,
    "POST /api/auth/session": PLAIN,
    "GET /api/auth/sessions": PLAIN,
    "DELETE /api/auth/sessions/{session_id}": Route("session", ends=True),
    "GET /api/auth/tokens": PLAIN,
    "POST /api/auth/tokens": PLAIN,
    "DELETE /api/auth/tokens/{token_id}": PLAIN,
}
ONES_OWN = frozenset({"view", "session"})
"""Records that nobody else reaches, however wide their scope."""
