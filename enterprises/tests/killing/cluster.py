"""A PostgreSQL of the test's own, with a copy of its database, that may be restarted without anybody's harm."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, connections

from portal.core.tests.project import free_port


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, if anywhere: Debian keeps them out of the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb")
    return places[-1].parent if places else Path(found).parent if found else None


@dataclass
class Cluster:
    folder: Path
    bin: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *command: str) -> None:
        """As the user postgres where this is root, which PostgreSQL refuses to run as."""
        program = [str(self.bin / command[0]), *command[1:]]
        if os.geteuid() == 0:
            program = ["runuser", "-u", "postgres", "--", *program]
        done = subprocess.run(program, cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

    def begin(self) -> None:
        self.run("initdb", "-D", str(self.data), "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.control("start")

    def control(self, verb: str, *more: str) -> None:
        # fsync off: only the server dies here, never the machine, so what it wrote is there.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-s", "-w", "-l", log, "-o", options, verb, *more)

    def take_copy(self) -> None:
        """The test's database as it is now, into this cluster's own `postgres`."""
        source = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        target = f"postgres://portal@127.0.0.1:{self.port}/postgres"
        dump = subprocess.run(
            [self.bin / "pg_dump", "--no-owner", "--no-privileges", source.replace("postgis://", "postgres://")],
            capture_output=True,
            check=True,
        )
        command = [self.bin / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", target]
        subprocess.run(command, input=dump.stdout, capture_output=True, check=True)

    def enter(self) -> None:
        """From now on this process works in the copy."""
        connections.close_all()
        ours = {"HOST": "127.0.0.1", "PORT": str(self.port), "NAME": "postgres", "USER": "portal", "PASSWORD": ""}
        connections["default"].settings_dict.update(ours | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True})


@contextmanager
def own_cluster(folder: Path) -> Iterator[Cluster]:
    found = binaries()
    assert found is not None
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        for place in (folder, *folder.parents):
            if place.is_relative_to("/tmp") and place != Path("/tmp"):
                place.chmod(0o755)
        shutil.chown(folder, "postgres")
    cluster = Cluster(folder, found, free_port())
    cluster.begin()
    try:
        yield cluster
    finally:
        cluster.control("stop", "-m", "immediate")
