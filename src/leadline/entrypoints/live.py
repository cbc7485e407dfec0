"""What processes tell each other: the pulse, the hub of those who read /api/stream, the shelf of ready answers."""

from importlib.metadata import version

from leadline.calls.handlers import TOPICS as CALLS_TOPICS
from leadline.kernel.auth.authenticator import Authenticator
from leadline.kernel.auth.version import AUTH
from leadline.kernel.db.engine import Database, database_url
from leadline.kernel.http.hot import Shelf
from leadline.kernel.jobs.contracts import MOVED
from leadline.kernel.live.hub import Hub
from leadline.kernel.live.postgres_wire import PostgresWire
from leadline.kernel.live.pulse import Pulse, Wire
from leadline.kernel.settings import Settings
from leadline.operations.handlers import TOPICS as OPERATIONS_TOPICS
from leadline.operations.handlers import JobFeed

TOPICS = (*CALLS_TOPICS, *OPERATIONS_TOPICS)
NAMES = {AUTH, MOVED, *(topic.counter for topic in TOPICS)}


def assemble_pulse(database: Database, settings: Settings) -> Pulse:
    """Tells the other processes over Valkey where there is one, else by PostgreSQL; with neither, they look."""
    wire: Wire | None = None
    if url := settings.redis_url.get_secret_value():
        # its client loads the SDK of OpenTelemetry where that is installed: only who sets REDIS_URL pays for it
        from leadline.kernel.live.valkey_wire import ValkeyWire  # noqa: PLC0415  # the line above

        wire = ValkeyWire(url)
    elif database.dialect == "postgresql":
        wire = PostgresWire(database)
    return Pulse(database, NAMES, wire)


def assemble_hub(database: Database, authenticator: Authenticator, pulse: Pulse) -> Hub:
    """The hub of this process. It hears the pulse."""
    hub = Hub(database, authenticator, TOPICS, (JobFeed(),))
    pulse.when(hub.hear)
    return hub


def assemble_shelf(settings: Settings) -> Shelf | None:
    """Where processes share ready answers: a Valkey, if there is one. Another database or program shares nothing."""
    url = settings.redis_url.get_secret_value()
    if not url:
        return None
    from leadline.kernel.cache.shelf import SharedShelf  # noqa: PLC0415  # as above

    house = f"{database_url(settings.effective_database_url).render_as_string()} {version('leadline')}"
    return SharedShelf(url, settings.secret_key.get_secret_value(), house)
