"""The API's documentation page: one HTML file of our own, which loads nothing from anywhere else.

FastAPI's page fetches Swagger UI from a CDN, which an office without internet access cannot reach.
"""

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from leadline.kernel.auth.dependencies import public
from leadline.kernel.http.envelope import JsonAnswer, encode

DOCS_PATH = "/api/docs"
CONTRACT_PATH = "/api/openapi.json"


def docs_routes() -> APIRouter:
    """/api/docs and /api/openapi.json."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(public())])

    @router.get(DOCS_PATH)
    async def docs() -> Response:
        page, policy = _page()
        return Response(page, media_type="text/html", headers={"content-security-policy": policy})

    @router.get(CONTRACT_PATH)
    async def contract(request: Request) -> Response:
        return JsonAnswer(encode(request.app.openapi()), headers={"cache-control": "no-cache"})

    return router


@lru_cache(maxsize=1)
def _page() -> tuple[bytes, str]:
    text = (files("leadline.kernel.http") / "docs.html").read_text("utf-8")
    scripts = _hashes(text, "script")
    styles = _hashes(text, "style")
    rules = [
        "default-src 'none'",
        "connect-src 'self'",
        f"script-src {scripts}",
        f"style-src {styles}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    return text.encode(), "; ".join(rules)


def _hashes(text: str, tag: str) -> str:
    blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in blocks)
