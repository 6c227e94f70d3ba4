"""Looks for malware: by clamd where CLAMD_URL names one, otherwise for the test signature only.

Without clamd a file counts as clean after the checks of its content; its note says so.
"""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 5.0
CHUNK = 64 * 1024
# The EICAR test file, put together here so that no scanner mistakes this module for it.
SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Finding:
    """`clean` is None when the scanner could not be asked: the file stays pending."""

    clean: bool | None
    note: str


def scan(file: BinaryIO) -> Finding:
    return _ask_clamd(file, settings.CLAMD_URL) if settings.CLAMD_URL else _look(file)


def _look(file: BinaryIO) -> Finding:
    file.seek(0)
    if SIGNATURE in file.read():
        return Finding(False, "EICAR test signature")
    return Finding(True, "content checks only")


def _ask_clamd(file: BinaryIO, url: str) -> Finding:
    """The INSTREAM command of clamd over TCP or a unix socket."""
    try:
        with _connect(url) as connection:
            connection.sendall(b"zINSTREAM\0")
            file.seek(0)
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            answer = connection.recv(4096).rstrip(b"\0\n").decode("utf-8", "replace")
    except OSError as error:
        return Finding(None, f"scanner unreachable: {error}"[:200])
    if answer.endswith("OK"):
        return Finding(True, "clamd")
    return Finding(False, answer[:200]) if answer.endswith("FOUND") else Finding(None, answer[:200])


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname, parts.port or 3310), TIMEOUT)
