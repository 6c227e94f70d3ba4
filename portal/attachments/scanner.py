"""Looks for malware: by clamd where CLAMD_URL names one, otherwise for the test signature only.

Without clamd a file counts as clean after the checks of its content; its note says so.
"""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from portal.attachments.enums import ScanState

# Seconds: to connect, and for the answer, which takes a while for a large archive.
CONNECT, ANSWER = 5.0, 30.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
# The EICAR test file, put together here so that no scanner mistakes this module for it.
SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"


class ScannerUnreachable(Exception):
    """Nobody is there; every file has to wait."""


class NoAnswer(ScannerUnreachable):
    """It took the file and said nothing: it is in trouble, or this file is too much for it."""


@dataclass(frozen=True)
class Finding:
    """PENDING when the scanner gave no verdict: the file waits and is tried again."""

    state: ScanState
    note: str


def scan(file: BinaryIO) -> Finding:
    return _ask_clamd(file, settings.CLAMD_URL) if settings.CLAMD_URL else _look(file)


def _look(file: BinaryIO) -> Finding:
    file.seek(0)
    if SIGNATURE in file.read():
        return Finding(ScanState.INFECTED, "EICAR test signature")
    return Finding(ScanState.CLEAN, "content checks only")


def _ask_clamd(file: BinaryIO, url: str) -> Finding:
    """The INSTREAM command of clamd over TCP ("tcp://host:3310") or a unix socket ("unix:///run/clamd.sock")."""
    with _connect(url) as connection:
        connection.settimeout(ANSWER)
        try:
            answer = _talk(connection, file)
        except OSError as error:
            raise NoAnswer(str(error)) from error
    if answer == "stream: OK":
        return Finding(ScanState.CLEAN, "clamd")
    if answer.endswith(" FOUND"):
        return Finding(ScanState.INFECTED, answer.removeprefix("stream: "))
    if "size limit exceeded" in answer:
        # Trying again would not help: StreamMaxLength must be at least ATTACHMENT_MAX_BYTES.
        return Finding(ScanState.FAILED, answer)
    if not answer:
        raise NoAnswer("the scanner hung up")
    return Finding(ScanState.PENDING, answer)


def _talk(connection: socket.socket, file: BinaryIO) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        file.seek(0)
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It stops listening to say that the file is too large; the answer may still be there.
        pass
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER and (part := connection.recv(LONGEST_ANSWER)):
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    try:
        if parts.scheme != "unix":
            return socket.create_connection((parts.hostname or "", parts.port or 3310), CONNECT)
        return _connect_here(parts.path)
    except OSError as error:
        raise ScannerUnreachable(str(error)) from error


def _connect_here(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(CONNECT)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection
