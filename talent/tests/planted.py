"""Searches for planted values in everything that a thief could carry away: one pass for each way to write them."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

from django.db import connection

# All planted numbers begin so, which makes a search for a thousand of them a search for one.
PREFIX = "QZXJW"
FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def numbers(count: int, first: int = 0) -> list[str]:
    return [f"{PREFIX}{number:04d}" for number in range(first, first + count)]


def _base64_at(offset: int, alphabet: str) -> Callable[[str], bytes]:
    """The characters that stand for the number alone, wherever it begins within three bytes."""
    encode = base64.urlsafe_b64encode if alphabet == "url" else base64.b64encode

    def encoded(text: str) -> bytes:
        plain = text.encode()
        whole = encode(b"\0" * offset + plain)
        first, last = -(-offset * 8 // 6), (offset + len(plain)) * 8 // 6
        return whole[first:last]

    return encoded


def _swapped(text: str) -> bytes:
    """Each pair of bytes the other way round, as a dump of 16-bit words shows them."""
    plain = text.encode() + b"\0" * (len(text) % 2)
    return bytes(plain[place ^ 1] for place in range(len(plain)))[: len(text) - len(text) % 2]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "small letters": lambda text: text.lower().encode(),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32-le"),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "hex of utf-16": lambda text: text.encode("utf-16-le").hex().encode(),
    "reversed": lambda text: text[::-1].encode(),
    "pairs swapped": _swapped,
    "url": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "JSON escapes": lambda text: "".join(f"\\u{ord(char):04x}" for char in text).encode(),
    "HTML entities": lambda text: "".join(f"&#{ord(char)};" for char in text).encode(),
    "quoted-printable": lambda text: "".join(f"={ord(char):02X}" for char in text).encode(),
    "with spaces": lambda text: " ".join(text).encode(),
    "full width": lambda text: text.translate(FULL_WIDTH).encode(),
    "full width, url": lambda text: quote_from_bytes(text.translate(FULL_WIDTH).encode()).encode(),
    "full width, JSON": lambda text: "".join(f"\\u{ord(char):04x}" for char in text.translate(FULL_WIDTH)).encode(),
    **{f"base64 at {offset}": _base64_at(offset, "") for offset in range(3)},
    **{f"base64 for addresses at {offset}": _base64_at(offset, "url") for offset in range(3)},
}


class Search:
    """Needles in every encoding; `hits` names the encodings in which any was found."""

    def __init__(self, values: list[str]) -> None:
        self.needles = {name: _Needles({encode(value) for value in values}) for name, encode in ENCODINGS.items()}

    def hits(self, data: bytes) -> set[str]:
        return {name for name, needles in self.needles.items() if needles.are_in(data)}


class _Needles:
    """Of one encoding; what all of them begin or end with is what is looked for."""

    def __init__(self, needles: set[bytes]) -> None:
        self.needles, self.length = needles, len(next(iter(needles)))
        front, back = _shared(needles), _shared({needle[::-1] for needle in needles})[::-1]
        self.anchor, self.before = (front, 0) if len(front) >= len(back) else (back, self.length - len(back))
        assert len(self.anchor) >= 4, "an anchor too short finds everything"

    def are_in(self, data: bytes) -> bool:
        place = data.find(self.anchor)
        while place >= 0:
            if data[max(place - self.before, 0) : place - self.before + self.length] in self.needles:
                return True
            place = data.find(self.anchor, place + 1)
        return False


def _shared(needles: set[bytes]) -> bytes:
    """What all of them begin with."""
    first, last = min(needles), max(needles)
    same = (place for place, byte in enumerate(first) if last[place] != byte)
    return first[: next(same, len(first))]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")) if folder.exists() else []:
        if path.is_file():
            yield str(path), path.read_bytes()


def database() -> Iterator[tuple[str, bytes]]:
    """The database as it lies on the disk with its log, and a backup of it."""
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _sqlite() -> Iterator[tuple[str, bytes]]:
    name = Path(str(connection.settings_dict["NAME"]))
    for suffix in ("", "-wal", "-shm"):
        path = name.with_name(name.name + suffix)
        if path.exists():
            yield path.name, path.read_bytes()
    connection.ensure_connection()
    yield "backup", connection.connection.serialize()


def _postgresql() -> Iterator[tuple[str, bytes]]:
    """The rows as text, the files of all tables after a checkpoint, and the log of changes, through the server."""
    with connection.cursor() as cursor:
        # A thief takes the time that it takes.
        cursor.execute("SET statement_timeout = 0")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield f"rows of {table}", "\n".join(row[0] for row in cursor.fetchall()).encode()
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')")
        for name, path in cursor.fetchall():
            if path and not name.startswith("pg_"):
                yield f"file of {name}", _read(path)
        cursor.execute("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 12")
        for (name,) in cursor.fetchall():
            yield f"log {name}", _read(f"pg_wal/{name}")


def _read(path: str) -> bytes:
    # As bytes: as text, which Django asks for, a file is twice as long and spelled twice.
    from psycopg import Cursor

    with Cursor(connection.connection) as cursor:
        cursor.execute("SELECT pg_read_binary_file(%s, 0, 1000000000, true)", [path], binary=True)
        return cursor.fetchone()[0] or b""
