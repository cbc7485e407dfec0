"""`.env.example`, written from the settings themselves, so that it cannot tell anything else."""

from collections.abc import Mapping
from typing import Any

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

HEAD = """\
# Settings of Leadline. Copy this file to `.env`, or set the same names in the environment, which wins over the file.
# A line behind `#` shows its default; take the `#` away to change it. Lists are comma-separated.
# Written by `make env-example`: change src/leadline/kernel/settings.py, not this file.
"""
GROUPS: Mapping[str, str] = {
    "app_env": "The process",
    "secret_key": "Secrets: in production all three are required, each at least 32 random characters",
    "database_url": "The database",
    "cors_origins": "HTTP and logs",
    "guanke_base_url": "The dialer: Guanke",
    "demo_base_url": "The demo",
    "push_secret": "Pushes, recordings and what is kept",
}


def env_example(settings_class: type[BaseSettings], groups: Mapping[str, str] = GROUPS) -> str:
    """The text of `.env.example`: every variable with its description and default, in the order of the class.

    `groups` gives a heading to the field that a group begins with. Secrets are shown empty, whatever their default.
    """
    parts = [HEAD]
    for name, field in settings_class.model_fields.items():
        if name in groups:
            parts.append(f"\n# --- {groups[name]} ---\n")
        parts.append(f"\n# {field.description or ''}".rstrip() + f"\n{_line(variable_of(name, field), field)}\n")
    return "".join(parts)


def variable_of(name: str, field: FieldInfo) -> str:
    """The name of the variable that sets this field."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        alias = str(alias.choices[0])
    return str(alias or name).upper()


def _line(variable: str, field: FieldInfo) -> str:
    if is_secret(field):
        return f"{variable}="
    return f"# {variable}={written(field.get_default(call_default_factory=True, validated_data={}))}"


def is_secret(field: FieldInfo) -> bool:
    """Whether the field holds what nobody may see."""
    return field.annotation is SecretStr or SecretStr in getattr(field.annotation, "__args__", ())


def written(default: Any) -> str:  # Any: whatever a field holds
    """A setting's value as it is written into `.env`."""
    if default is None:
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, list | tuple | set | frozenset):
        return ",".join(str(part) for part in default)
    return str(default)
