"""What each setting is and where it came from, fit to be shown: a secret tells only whether it is set."""

import os
from typing import Literal, NamedTuple

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from leadline.kernel.env_example import GROUPS, is_secret, variable_of, written
from leadline.kernel.observability.scrub import MASK, scrub_text
from leadline.kernel.settings import Settings
from leadline.kernel.text import Described, Text

Origin = Literal["environment", "file", "default", "generated"]


class ShownSetting(NamedTuple):
    """A setting as people may see it. `value` is None for a secret; `is_set` tells whether it holds anything.

    `group` is the field that its group in `.env.example` begins with.
    """

    name: str
    group: str
    value: str | None
    is_set: bool
    secret: bool
    origin: Origin
    description: Text


def shown_settings(settings: Settings) -> list[ShownSetting]:
    """Every setting in the order of `.env.example`."""
    environment = {name.upper() for name in os.environ}
    env_file = settings.model_config.get("env_file")
    in_file = {name.upper() for name in dotenv_values(env_file)} if isinstance(env_file, str) else set()
    shown: list[ShownSetting] = []
    group = ""
    for name, field in type(settings).model_fields.items():
        group = name if name in GROUPS else group
        names = {name.upper(), *(str(choice).upper() for choice in getattr(field.validation_alias, "choices", ()))}
        value, secret = getattr(settings, name), is_secret(field)
        held = value.get_secret_value() if isinstance(value, SecretStr) else value
        origin: Origin = "default"
        if names & environment:
            origin = "environment"
        elif names & in_file:
            origin = "file"
        elif secret and held:
            origin = "generated"  # in development only: made up once, under LEADLINE_HOME/secrets
        text = None if secret else _without_password(name, written(value))
        is_set = bool(held) or held == 0
        described = _described(field)
        shown.append(ShownSetting(variable_of(name, field), group, text, is_set, secret, origin, described))
    return shown


def _described(field: FieldInfo) -> Text:
    told = field.description or ""
    return told.text if isinstance(told, Described) else Text(told, told)


def _without_password(name: str, value: str) -> str:
    """Addresses may carry one: before the host, or among what is asked for."""
    if name == "database_url" and value:
        try:
            value = make_url(value).render_as_string(hide_password=True)
        except ArgumentError:
            return MASK
    return scrub_text(value) if "://" in value else value
