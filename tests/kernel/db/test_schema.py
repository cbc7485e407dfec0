"""The schema's revision is read without Alembic, and says what Alembic says."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import NoSuchRevision, migrate
from leadline.kernel.db.schema import MIGRATIONS, SchemaAhead, require_current_schema, schema_version


def history() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_every_revision_is_the_number_that_its_file_begins_with() -> None:
    revisions = {script.revision: Path(script.path).name[:4] for script in history().walk_revisions()}
    assert revisions
    assert all(revision == number for revision, number in revisions.items())


async def test_a_database_is_at_the_revision_that_it_was_brought_to(database_url: str) -> None:
    database = Database(database_url)
    newest = await schema_version(database)
    before = await migrate(database, "0011", back=True)
    older = await schema_version(database)
    await database.close()
    head = history().get_current_head()
    assert newest == (head, head)
    assert older == before == ("0011", head)


async def test_a_database_of_a_newer_program_is_not_told_to_be_upgraded(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (require_current_schema(database), migrate(database), migrate(database, "-1", back=True)):
        with pytest.raises(SchemaAhead, match="9999"):
            await refused
    await database.close()


async def test_a_revision_that_is_none_is_told_with_those_that_are(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with pytest.raises(NoSuchRevision, match=f"0001 to {history().get_current_head()}, head"):
        await migrate(database, "0999")
    await database.close()


def test_a_server_is_imported_without_alembic() -> None:
    program = "import sys, leadline.entrypoints.api; print(sorted(name for name in sys.modules if name == 'alembic'))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
