"""What people may see of the settings, and where each came from."""

import re
from pathlib import Path

import pytest

from leadline.kernel import settings
from leadline.kernel.errors import SettingsRefused
from leadline.kernel.settings import Settings, load_settings
from leadline.kernel.settings_origins import ShownSetting, shown_settings


def shown(**given: object) -> dict[str, ShownSetting]:
    return {one.name: one for one in shown_settings(Settings(**given))}  # type: ignore[arg-type]  # pydantic checks


def test_a_secret_tells_only_that_it_is_set() -> None:
    found = shown(secret_key="a-secret-of-more-than-32-characters-x")
    assert found["SECRET_KEY"][2:5] == (None, True, True)
    assert "a-secret" not in repr(found)
    assert not found["GUANKE_API_SECRET"].is_set


def test_the_password_of_the_database_is_starred_out() -> None:
    found = shown(database_url="postgresql://ann:hunter2@db.example/leadline")
    assert found["DATABASE_URL"].value == "postgresql://ann:***@db.example/leadline"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql://db.example/leadline?user=ann&password=hunter2"),
        ("otel_exporter_otlp_endpoint", "https://ann:hunter2@traces.example"),
    ],
)
def test_no_password_of_any_address_is_shown(name: str, value: str) -> None:
    text = shown(**{name: value})[name.upper()].value
    assert text is not None
    assert "example" in text
    assert "hunter2" not in text


def test_an_unreadable_database_address_shows_nothing() -> None:
    assert shown(database_url="ann:hunter2@@db")["DATABASE_URL"].value == "***"


def test_a_variable_of_the_environment_is_named_as_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://a.example")
    assert shown()["CORS_ORIGINS"].origin == "environment"
    assert shown()["PORT"].origin == "default"


def test_a_line_of_the_file_is_named_as_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.env"
    file.write_text("PORT=5099\n")
    monkeypatch.setitem(Settings.model_config, "env_file", str(file))
    found = shown()
    assert (found["PORT"].value, found["PORT"].origin) == ("5099", "file")


def test_every_setting_is_shown_under_a_heading() -> None:
    found = shown()
    assert len(found) == len(Settings.model_fields)
    assert all(one.group for one in found.values())


def test_every_setting_tells_what_it_does_in_both_languages() -> None:
    told = {one.name: one.description for one in shown().values()}
    assert [name for name, text in told.items() if not re.search("[一-龥]", text.zh)] == []
    assert [name for name, text in told.items() if not text.en or re.search("[一-龥]", text.en)] == []


def test_a_file_of_settings_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(**_: object) -> Settings:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.setattr(settings, "Settings", forbidden)  # root, who may run this, may read anything
    with pytest.raises(SettingsRefused, match=r"\.env: Permission denied"):
        load_settings()
