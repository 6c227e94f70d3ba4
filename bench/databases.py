"""A database of the benchmark's own, on PostgreSQL where one is reachable, otherwise on SQLite."""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
NAME = "portal_bench"
WEB = "bench-web"


class Store(Protocol):
    kind: str

    def create(self, name: str, like: str = "") -> str:
        """A new database, empty or a copy of `like`; its DATABASE_URL."""

    def backends(self, name: str, web: str = WEB) -> list[int]:
        """The process ids that work on this database for the web server of this name."""

    def drop_all(self) -> None: ...

    def version(self) -> str: ...


class Postgres:
    kind = "PostgreSQL"

    def __init__(self, url: str) -> None:
        import psycopg

        self.url, self.made = url, []
        self.line = psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True, connect_timeout=3)

    def create(self, name: str, like: str = "") -> str:
        self.line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        template = f' TEMPLATE "{like}"' if like else " TEMPLATE template0 ENCODING 'UTF8'"
        self.line.execute(f'CREATE DATABASE "{name}"{template}')
        self.made.append(name)
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def backends(self, name: str, web: str = WEB) -> list[int]:
        found = self.line.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name = %s", (name, web)
        )
        return [pid for (pid,) in found]

    def drop_all(self) -> None:
        for name in self.made:
            self.line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.line.close()

    def version(self) -> str:
        return f"PostgreSQL {self.line.execute('SHOW server_version').fetchone()[0]}"


class Sqlite:
    """SQLite works inside the web worker, so the worker's CPU time holds the database's too."""

    kind = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, like: str = "") -> str:
        path = self.folder / f"{name}.sqlite3"
        if like:
            source = self.folder / f"{like}.sqlite3"
            with sqlite3.connect(source) as line:
                line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copyfile(source, path)
        return f"sqlite:///{path}"

    def backends(self, name: str, web: str = WEB) -> list[int]:
        return []

    def drop_all(self) -> None:
        """The folder goes as a whole."""

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"


def find_store(folder: Path) -> tuple[Store, str]:
    """The store, and a sentence that says which and why."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith(("postgres", "pgsql")):
        return Sqlite(folder), "Database: SQLite, because DATABASE_URL names no PostgreSQL."
    try:
        store = Postgres(url or LOCAL)
    except Exception as error:  # not installed, not running, not let in: each has its own class
        if url:
            raise SystemExit(f"DATABASE_URL is set, but PostgreSQL can't be reached: {error}") from error
        return Sqlite(
            folder
        ), f"Database: SQLite, because no PostgreSQL answers on 127.0.0.1:5432 ({type(error).__name__})."
    return store, f"Database: {store.version()}."


def find_redis() -> tuple[str, str]:
    """The address of an empty Redis database, or "" for the embedded broker; and a sentence."""
    url = os.environ.get("REDIS_URL", "") or "redis://127.0.0.1:6379/0"
    try:
        import redis

        for number in range(15, 0, -1):
            address = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
            client = redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1)
            if client.dbsize() == 0:
                version = client.info("server")["redis_version"]
                return address, f"Broker and cache: Redis {version}, database {number}, which was empty."
    except Exception as error:  # as above
        return "", f"Broker and cache: embedded, because no Redis answers ({type(error).__name__})."
    return "", "Broker and cache: embedded, because no database of this Redis is empty."


def empty_redis(address: str) -> None:
    """Leave the Redis database as it was found."""
    if address:
        import redis

        redis.Redis.from_url(address, socket_timeout=1).flushdb()
