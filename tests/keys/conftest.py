"""An installation with calls, an archive and a vendor's token, all written with an old key."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from leadline.calls.contracts import CallRow
from leadline.calls.models import call_records
from leadline.calls.repository.raw_archive import keep_raw
from leadline.calls.service.toolbox import CallsToolbox
from leadline.entrypoints.wiring import assemble
from leadline.kernel.crypto.data_keys import require_data_keys
from leadline.kernel.crypto.vault import SecretVault
from leadline.kernel.settings import Settings, load_settings
from tests.factories.calls import NOON, call

OLD, NEW = "o" * 40, "n" * 40
TOKEN = "a token of the vendor"


def number(place: int) -> str:
    return f"138{place:08d}"


def rows(count: int) -> list[CallRow]:
    """Calls of as many numbers, a few of them without one."""
    return [
        call(str(place), at=NOON + timedelta(seconds=place), phone=None if place % 10 == 9 else number(place))
        for place in range(count)
    ]


@dataclass
class Installation:
    url: str
    home: Path

    def settings(self, key: str, former: str = "") -> Settings:
        given = {"database_url": self.url, "data_encryption_key": key, "data_encryption_old_keys": former}
        return load_settings(app_env="testing", leadline_home=self.home, **given)

    def toolbox(self, key: str, former: str = "") -> CallsToolbox:
        return assemble(self.settings(key, former))

    def start(self, *arguments: str, key: str = NEW, former: str = OLD) -> subprocess.Popen[str]:
        given = {"APP_ENV": "testing", "LEADLINE_HOME": str(self.home), "DATABASE_URL": self.url, "LEADLINE_LANG": "en"}
        keys = {"DATA_ENCRYPTION_KEY": key, "DATA_ENCRYPTION_OLD_KEYS": former}
        command = [sys.executable, "-m", "leadline", *arguments]
        pipe = subprocess.PIPE
        environment = {**os.environ, **given, **keys}
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=self.home)

    def run(self, *arguments: str, key: str = NEW, former: str = OLD) -> tuple[int, str, str]:
        process = self.start(*arguments, key=key, former=former)
        said, complained = process.communicate(timeout=120)
        return process.returncode, said, complained


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Installation:
    return Installation(database_url, tmp_path)


async def fill(installation: Installation, count: int) -> None:
    """What an installation with the old key has stored."""
    tools = installation.toolbox(OLD)
    await require_data_keys(tools.database, tools.cipher)
    async with tools.database.transaction() as connection:
        await tools.ingest.write(connection, "s", rows(count))
        for body in (b"first answer", b"second answer"):
            await keep_raw(connection, "s", NOON.date(), tools.cipher.pack(body), rows=1, run_id=None)
    await SecretVault(tools.database, tools.cipher).put("vendor", TOKEN, datetime.now(UTC) + timedelta(days=1))
    await tools.database.close()


async def numbers(tools: CallsToolbox) -> dict[str, str | None]:
    """Every call's number, read with the keys of `tools`."""
    query = select(call_records.c.call_id, call_records.c.phone_cipher)
    async with tools.database.reading() as connection:
        found = (await connection.execute(query)).all()
    read = tools.cipher.decrypt
    return {row.call_id: row.phone_cipher and read(row.phone_cipher, b"call phone").decode() for row in found}
