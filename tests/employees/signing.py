"""The whole application with users who sign in."""

from dataclasses import dataclass
from typing import Any

import httpx

from leadline.employees.service.toolbox import EmployeesToolbox
from leadline.kernel.auth.authenticator import Authenticator
from tests.factories.people import PASSWORD, sign_in


@dataclass
class Door:
    """The API and what stands behind it. `client` keeps cookies like a browser."""

    client: httpx.AsyncClient
    tools: EmployeesToolbox
    authenticator: Authenticator

    async def token(self, name: str, password: str = PASSWORD) -> str:
        """The token of a new session."""
        answered = await sign_in(self.client, name, password)
        assert answered.status_code == 200, answered.text
        return str(answered.json()["data"]["access_token"])

    async def browser(self, name: str) -> dict[str, str]:
        """Signs the client in by cookie; the header that its writes need."""
        answered = await sign_in(self.client, name, session="cookie")
        assert answered.status_code == 200, answered.text
        return {"x-csrf-token": str(answered.json()["data"]["csrf_token"])}

    async def me(self, token: str | None = None) -> httpx.Response:
        """GET /api/auth/me, by that token or by the cookie."""
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        return await self.client.get("/api/auth/me", headers=headers)

    async def post(self, path: str, token: str | None = None, body: Any = None, **headers: str) -> httpx.Response:
        """POST under /api/auth."""
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        return await self.client.post(f"/api/auth/{path}", json={} if body is None else body, headers=headers)
