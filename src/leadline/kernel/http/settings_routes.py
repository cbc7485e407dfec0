"""The settings of the process, to be read: they are changed where they come from, in the environment or in `.env`."""

from typing import Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from leadline.kernel.auth.dependencies import require
from leadline.kernel.http.envelope import Answer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.language import ReaderLanguage
from leadline.kernel.settings import Settings
from leadline.kernel.settings_origins import shown_settings
from leadline.kernel.text import LANGUAGES, Language


class SettingShape(BaseModel):
    """A setting and its origin."""

    name: str = Field(description="环境变量名 · the variable")
    group: str
    value: str | None = Field(description="密钥为 null · null for a secret")
    is_set: bool
    secret: bool
    origin: Literal["environment", "file", "default", "generated"]
    description: str


def _shapes(settings: Settings, language: Language) -> list[SettingShape]:
    return [
        SettingShape.model_validate(one._asdict() | {"description": one.description.to(language)})
        for one in shown_settings(settings)
    ]


def settings_routes(settings: Settings) -> APIRouter:
    """GET /api/settings/environment: every setting, secrets only as set or not."""
    router = APIRouter(tags=["settings"])
    shown = {language: _shapes(settings, language) for language in LANGUAGES}

    @router.get(
        "/api/settings/environment",
        summary="环境设置（只读）· The settings of the environment, read-only",
        response_model=Answer[list[SettingShape]],
        dependencies=[Depends(require("settings:read"))],
        responses=error_responses(401, 403),
    )
    async def read_environment(language: ReaderLanguage) -> Response:
        """Each setting with where it came from. Secrets never appear; the database's password is starred out."""
        return answer(shown[language])

    return router
