"""The schema's revision is read without Alembic, and says what Alembic says."""

import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from leadline.kernel.db.engine import Database
from leadline.kernel.db.migrate import migrate
from leadline.kernel.db.schema import MIGRATIONS, schema_version


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


def test_a_server_is_imported_without_alembic() -> None:
    program = "import sys, leadline.entrypoints.api; print(sorted(name for name in sys.modules if name == 'alembic'))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
