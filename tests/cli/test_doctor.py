"""What the doctor finds, where it is hard to bring about from outside."""

import os

import pytest

from leadline.entrypoints.cli import doctor
from leadline.entrypoints.wiring import open_toolbox
from leadline.kernel.settings import Settings


async def test_a_database_that_can_only_be_read_is_not_well(
    settings: Settings, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_toolbox(settings.model_copy(update={"database_url": sqlite_url})) as toolbox:
        (before,) = await doctor._database(toolbox)
        monkeypatch.setattr(os, "access", lambda *_: False)  # root, who may run this, may write anywhere
        (after,) = await doctor._database(toolbox)
    assert (before.ok, after.ok) == (True, False)
    assert "can only be read" in after.says.en
