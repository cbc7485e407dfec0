"""The OpenAPI document: FastAPI's, with our failures, permissions and the bearer scheme written in."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from leadline.kernel.auth.cookies import SESSION_COOKIE
from leadline.kernel.auth.dependencies import PUBLIC, declared_permission, doors_of
from leadline.kernel.http.envelope import Failure
from leadline.kernel.http.failures import error_responses

REFERENCE = "#/components/schemas/"
DEFAULT_422 = f"{REFERENCE}HTTPValidationError"
CREATED = 201
REPLAY = "Idempotent-Replay"
Json = dict[str, Any]  # a JSON document
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "同一键只执行一次，保留 24 小时 · sent again within 24 h, it is carried out once",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x21-\x7e]+$"},
}


def build_contract(app: FastAPI) -> Json:
    """The OpenAPI 3.1 document of `app`."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    components = document.setdefault("components", {})
    schemas: Json = components.setdefault("schemas", {})
    failure = Failure.model_json_schema(ref_template=REFERENCE + "{model}")
    schemas.update(failure.pop("$defs", {}))
    schemas["Failure"] = failure
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    }
    for method, operation, permission in _operations(app, document):
        _declare(operation, permission)
        if method == "POST" and str(CREATED) in operation["responses"]:
            _declare_key(operation)
    return document


def _operations(app: FastAPI, document: Json) -> Iterator[tuple[str, Json, str | None]]:
    paths = document.get("paths", {})
    for door in doors_of(app):
        for method in door.methods:
            if operation := paths.get(door.path, {}).get(method.lower()):
                yield method, operation, declared_permission(door.route)


def _declare(operation: Json, permission: str | None) -> None:
    responses = operation.setdefault("responses", {})
    statuses = [500]
    if permission in (None, PUBLIC):
        operation["security"] = []
    else:
        operation["security"] = [{"bearer": []}, {"cookie": []}]
        operation["x-permission"] = permission
        statuses += [401, 403]
    if DEFAULT_422 in str(responses.get("422")):
        del responses["422"]
        statuses.append(422)
    for status, described in error_responses(*sorted(statuses)).items():
        responses.setdefault(str(status), described)


def _declare_key(operation: Json) -> None:
    """`kernel/http/idempotency.py` works on every POST that answers 201."""
    operation.setdefault("parameters", []).append({**KEY})
    operation["responses"][str(CREATED)].setdefault("headers", {})[REPLAY] = {
        "description": "true: 同一请求的第一次应答 · the first answer to the same request",
        "schema": {"type": "string"},
    }
    for status, described in error_responses(409, 422).items():
        operation["responses"].setdefault(str(status), described)
