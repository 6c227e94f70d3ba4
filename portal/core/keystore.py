"""Keys of persons and papers, one small file each, apart from the database and its backups.

A file holds one key of 32 bytes, sealed by the ring FIELD_KEYS for its own name. What such a key sealed can be read
as long as its file is there; once it is destroyed, neither the database nor any backup of it opens again. The folder
is therefore mirrored, never archived (docs/operations.md). An empty file `<name>.gone` stays behind: it keeps the key
from being made anew, and tells after a backup was restored who had been forgotten (`manage.py forget_again`).
"""

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.core.sealing import KEY_BYTES, is_newest, seal, unseal


class KeyGone(Exception):
    """The key was destroyed, or the key store is not the one that belongs to this database."""


def create(key_id: UUID) -> bytes:
    """A new key under this name. Raises FileExistsError where there is or was one: no key is ever written over."""
    key = secrets.token_bytes(KEY_BYTES)
    path = _path(key_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path.parent):
        if is_destroyed(key_id):
            raise FileExistsError(f"key {key_id} was destroyed")
        _write(path, _sealed(key, key_id), os.O_EXCL)
    return key


def load(key_id: UUID) -> bytes:
    """Raises KeyGone when it was destroyed, Unopened when no key of the ring opens it."""
    try:
        written = _path(key_id).read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise KeyGone(f"there is no key {key_id} in the key store") from error
    return base64.b64decode(unseal(written, _context(key_id)))


def load_or_create(key_id: UUID) -> bytes:
    try:
        return load(key_id)
    except KeyGone:
        pass
    try:
        return create(key_id)
    except FileExistsError:
        # Another process was quicker, or it was destroyed: then this raises KeyGone.
        return load(key_id)


def exists(key_id: UUID) -> bool:
    return _path(key_id).exists()


def is_destroyed(key_id: UUID) -> bool:
    return _mark(key_id).exists()


def destroy(key_id: UUID) -> bool:
    """Whether there was one. Written over first, for disks on which a deleted file can be found again."""
    path = _path(key_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path.parent):
        _mark(key_id).touch(mode=0o600)
        try:
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.write(b"\0" * size)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return False
    return True


def rewrap() -> int:
    """Seal with the newest key of the ring what older ones sealed; how many. While the portal runs, and again after
    a break: a file is replaced whole, or not at all."""
    return sum(_rewrap(path) for path in _files())


def _rewrap(path: Path) -> bool:
    key_id = UUID(path.name)
    with _alone(path.parent):
        try:
            written = path.read_text(encoding="ascii")
        except FileNotFoundError:
            # Destroyed meanwhile: it must not come back.
            return False
        if is_newest(written):
            return False
        key = base64.b64decode(unseal(written, _context(key_id)))
        beside = path.with_suffix(".new")
        _write(beside, _sealed(key, key_id), os.O_TRUNC)
        os.replace(beside, path)
    return True


def _files() -> Iterator[Path]:
    if settings.KEY_STORE.is_dir():
        for folder in sorted(settings.KEY_STORE.iterdir()):
            yield from sorted(path for path in folder.iterdir() if not path.suffix)


def _sealed(key: bytes, key_id: UUID) -> str:
    return seal(base64.b64encode(key).decode(), _context(key_id))


def _write(path: Path, text: str, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time in a folder, whose entries are on the disk afterwards: a power cut neither loses a key nor brings
    one back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(key_id: UUID) -> Path:
    return settings.KEY_STORE / key_id.hex[:2] / key_id.hex


def _mark(key_id: UUID) -> Path:
    return _path(key_id).with_suffix(".gone")


def _context(key_id: UUID) -> str:
    return f"keystore:{key_id.hex}"
