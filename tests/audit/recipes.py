"""How each route that writes, reveals or exports is called so that it succeeds. A new route gets its line here."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.factories.people import PASSWORD

SECRET_NUMBER, LANDLINE, PUSH_SECRET = "13912345678", "075588886666", "a-push-secret-that-nobody-may-read"
RULE = {"match": "exact", "pattern": "好", "code": "OK", "label": "好", "category": "follow_up"}
EXCLUSION = {"source": "fake", "agent_id": "A1", "reason": f"tells {SECRET_NUMBER}"}
VIEW = {"page": "calls", "name": "today", "query": {"per_page": 50}}
ROBOT = {
    "name": "robot", "kind": "webhook", "address": {"url": "https://127.0.0.1:1/h", "secret": PUSH_SECRET},
}  # fmt: skip
ROLE = {"name": "helper", "label_zh": "助手", "label_en": "Helper", "data_scope": "own", "permissions": ["call:read"]}
EMPLOYEE = {"name": "新员工", "phone": SECRET_NUMBER}


class Try(NamedTuple):
    """One call. `{…}` in the path is filled with `at`, or with the id that the call before it (`first`) answered.

    `then`: what is done with that before: a path to be posted to, or "work": jobs are worked off.
    """

    body: Any = None
    at: Mapping[str, object] = {}
    first: tuple[str, str, Any] | None = None
    key: str = "id"
    query: Mapping[str, str] = {}
    actor: str = "root"
    then: str = ""


AGENT = ("POST", "/api/employees/{employee_id}/agents", {"source": "fake", "agent_id": "A77"})
TEAM = ("POST", "/api/teams", {"name": "暂设"})
SAVED = ("POST", "/api/views", VIEW)
EXPORT = ("POST", "/api/calls/exports", None)
CLOSE = {"source": "fake", "note": f"the vendor knows of {SECRET_NUMBER}"}
CANCEL = "/api/jobs/{id}/cancel"
FILL = {"start_date": "{today}", "end_date": "{today}"}
RECIPES: dict[str, Try] = {
    "POST /api/db/migrate": Try(),
    "GET /api/audit/export": Try(),
    "POST /api/stats/grade-stats/refresh": Try({"date": "{today}", "source": "fake"}),
    "POST /api/stats/recount": Try({"start_date": "{today}", "end_date": "{today}", "repair": True}),
    "POST /api/calls/sync": Try({"start_date": "{today}", "end_date": "{today}", "source": "fake"}),
    "POST /api/sync/days/{day}/close": Try(CLOSE),
    "POST /api/sync/days/{day}/reopen": Try(CLOSE, first=("POST", "/api/sync/days/{day}/close", CLOSE), key="date"),
    "POST /api/sources/{source}/check": Try(at={"source": "fake"}),
    "POST /api/sources/{source}/push/{secret}": Try(
        {"cdr_id": "p1", "phone": SECRET_NUMBER, "call_time": 1_760_000_000, "call_state": 2},
        at={"source": "demo", "secret": PUSH_SECRET},
        actor="push:demo",
    ),
    "PUT /api/settings/grade-rules": Try({"rules": [RULE]}),
    "POST /api/settings/agent-exclusions": Try(EXCLUSION),
    "DELETE /api/settings/agent-exclusions/{exclusion_id}": Try(
        first=("POST", "/api/settings/agent-exclusions", EXCLUSION)
    ),
    "GET /api/stats/daily/export": Try(),
    "GET /api/calls/export": Try(query={"phone": SECRET_NUMBER}),
    "POST /api/calls/{record_id}/reveal": Try({"reason": f"call {SECRET_NUMBER} back"}, at={"record_id": 1}),
    "POST /api/calls/exports": Try(query={"phone": SECRET_NUMBER}),
    "GET /api/calls/exports/{job_id}": Try(first=EXPORT, key="job_id", then="work"),
    "POST /api/jobs/{job_id}/cancel": Try(first=EXPORT, key="job_id"),
    "POST /api/jobs/{job_id}/resume": Try(first=EXPORT, key="job_id", then=CANCEL),
    "POST /api/jobs/{job_id}/retry": Try({}, first=EXPORT, key="job_id", then=CANCEL),
    "PATCH /api/schedules/{schedule_id}": Try({"priority": 7}),
    "POST /api/schedules/{schedule_id}/pause": Try(),
    "POST /api/schedules/{schedule_id}/resume": Try(),
    "POST /api/schedules/{schedule_id}/run": Try(),
    "POST /api/schedules/{schedule_id}/backfill": Try(FILL),
    "POST /api/dead-letters/{letter_id}/replay": Try(),
    "POST /api/sources/{source}/clear": Try({"confirm": "demo"}, at={"source": "demo"}),
    "POST /api/employees": Try(EMPLOYEE),
    "PUT /api/employees/{employee_id}": Try({"phone": SECRET_NUMBER, "name": "改名"}),
    "POST /api/employees/{employee_id}/status": Try({"status": "leave"}),
    "POST /api/employees/{employee_id}/reveal": Try(
        {"reason": "call back"}, first=("POST", "/api/employees", EMPLOYEE)
    ),
    "POST /api/employees/{employee_id}/assign": Try({"customer_ids": [1]}),
    "POST /api/employees/{employee_id}/agents": Try(AGENT[2]),
    "PUT /api/employees/{employee_id}/agents/{row_id}": Try({"valid_from": "2026-01-01"}, first=AGENT),
    "DELETE /api/employees/{employee_id}/agents/{row_id}": Try(first=AGENT),
    "POST /api/roles": Try(ROLE),
    "PATCH /api/roles/{name}": Try({"label_en": "Aide"}, first=("POST", "/api/roles", ROLE), key="name"),
    "DELETE /api/roles/{name}": Try(first=("POST", "/api/roles", ROLE), key="name"),
    "POST /api/teams": Try(TEAM[2]),
    "PATCH /api/teams/{team_id}": Try({"name": "改名"}, first=TEAM),
    "DELETE /api/teams/{team_id}": Try(first=TEAM),
    "POST /api/users": Try({"username": "new", "role": "employee"}),
    "PATCH /api/users/{user_id}": Try({"role": "manager"}),
    "POST /api/users/{user_id}/reset-password": Try({}),
    "POST /api/users/{user_id}/disable": Try(),
    "POST /api/users/{user_id}/enable": Try(first=("POST", "/api/users/{user_id}/disable", None)),
    "DELETE /api/users/{user_id}/sessions": Try(),
    "POST /api/alerts/acknowledge": Try({"ids": ["{alert_id}"], "note": f"call {SECRET_NUMBER}"}),
    "POST /api/alerts/{alert_id}/acknowledge": Try({"note": "seen"}),
    "PATCH /api/alert-rules/{name}": Try({"enabled": False}, at={"name": "disk_full"}),
    "POST /api/channels": Try(ROBOT),
    "PATCH /api/channels/{channel_id}": Try({"address": ROBOT["address"]}, first=("POST", "/api/channels", ROBOT)),
    "DELETE /api/channels/{channel_id}": Try(first=("POST", "/api/channels", ROBOT)),
    "POST /api/channels/{channel_id}/test": Try(first=("POST", "/api/channels", ROBOT)),
    "POST /api/deliveries/{delivery_id}/resend": Try(),
    "POST /api/views": Try(VIEW),
    "PUT /api/views/order": Try({"page": "calls", "ids": ["{id}"]}, first=SAVED),
    "PATCH /api/views/{view_id}": Try({"name": "tomorrow"}, first=SAVED),
    "DELETE /api/views/{view_id}": Try(first=SAVED),
}
# Signing in and what is one's own: called as a user with a session, whose name is then the actor
TOKEN = ("POST", "/api/auth/tokens", {"name": "erp", "permissions": ["call:read"]})
SIGNED_IN: dict[str, Try] = {
    "POST /api/auth/login": Try({"username": "fang", "password": PASSWORD}),
    "POST /api/auth/link": Try({"token": "{link}"}),
    "POST /api/auth/session": Try({"token": "{token}"}),
    "POST /api/auth/refresh": Try({}),
    "POST /api/auth/logout": Try({}),
    "POST /api/auth/password": Try({"current": PASSWORD, "new": f"{PASSWORD}-new"}),
    "DELETE /api/auth/sessions/{session_id}": Try(),
    "POST /api/auth/tokens": Try(TOKEN[2]),
    "DELETE /api/auth/tokens/{token_id}": Try(first=TOKEN),
}
# Routes that write nothing
IDLE: dict[str, Try] = {"POST /api/settings/grade-rules/preview": Try({"rules": [RULE]})}
# Routes that cannot be called here, with the test that looks for their entry
ELSEWHERE = {
    # asks a vendor's host
    "GET /api/calls/{record_id}/recording": (
        "tests/calls/records/test_recording.py",
        "test_a_recording_is_passed_on_and_written_down",
    ),
    # need a file first
    **dict.fromkeys(
        ("POST /api/calls/imports/files", "POST /api/calls/imports/preview", "POST /api/calls/imports"),
        (
            "tests/calls/imports/test_uploads.py",
            "test_an_upload_and_a_start_are_in_the_audit_log_and_a_preview_is_not",
        ),
    ),
}
