"""The zip around a workbook: what it says of itself is compared with limits before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from .refusal import Refused

MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
# What unpacks to less than this does no harm, however well it was packed.
HARMLESS = 4 * 1024 * 1024
MOST_ENTRIES = 2000
DIRECTORY_ENTRY = b"PK\x01\x02"
PIECE = 64 * 1024
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """Read-only; entries by their exact names. Raises Refused for a bomb, a lock, a macro or links to elsewhere."""

    def __init__(self, file: BinaryIO) -> None:
        # The directory is read into memory as a whole: look at its length before.
        if file.read().count(DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise Refused("bomb")
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused("damaged") from error
        self.entries = {entry.filename: entry for entry in self.zip.infolist()}
        self._check_sizes()
        self._check_names()

    @property
    def unpacked(self) -> int:
        return sum(entry.file_size for entry in self.entries.values())

    def _check_sizes(self) -> None:
        packed = sum(entry.compress_size for entry in self.entries.values())
        if self.unpacked > MOST_UNPACKED or self.unpacked > max(HARMLESS, MOST_RATIO * max(packed, 1)):
            raise Refused("bomb")
        listed = self.zip.infolist()
        # Of two entries of one name each program takes another.
        if len(self.entries) != len(listed) or any(entry.compress_type not in PACKINGS for entry in listed):
            raise Refused("damaged")
        if any(entry.flag_bits & 1 for entry in listed):
            raise Refused("locked")

    def _check_names(self) -> None:
        names = {name.lower() for name in self.entries}
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            raise Refused("macros")
        if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in names):
            raise Refused("external_links")
        if not any(name.startswith("xl/") for name in names):
            raise Refused("no_workbook")

    def has(self, name: str) -> bool:
        return name in self.entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked entry; never more than the directory says, and `damaged` when it differs from that."""
        if name not in self.entries:
            raise Refused("damaged")
        try:
            with self.zip.open(self.entries[name]) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise Refused("damaged") from error
