"""Files that must not lie on the disk in clear, such as scans of passports: each under a key of its own.

The key lies in the key store (portal/core/keystore.py), so a file whose key was destroyed is noise in every backup. A
file is sealed in pieces of 64 KiB (AES-256-GCM), each bound to the file's row, its place and whether it is the last:
no piece can be changed, moved, left out or cut off unseen. It is sealed before it is written for the first time and
opened in memory only.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.core import keystore
from portal.core.sealing import NONCE_BYTES, Unopened

MARK = b"QDSEAL1\n"
PIECE = 64 * 1024
TAG = 16


def seal_file(plain: BinaryIO, public_id: UUID, key_id: UUID) -> BytesIO:
    """The sealed content, under a new key of that name, bound to the row of that number."""
    cipher = AESGCM(keystore.create(key_id))
    sealed = BytesIO()
    sealed.write(MARK)
    plain.seek(0)
    for number, piece, last in _pieces(plain, PIECE):
        sealed.write(cipher.encrypt(_nonce(number), piece, _bound(public_id, number, last)))
    sealed.seek(0)
    return sealed


def open_file(sealed: BinaryIO, public_id: UUID, key_id: UUID) -> BytesIO:
    """In clear. Raises KeyGone when its key was destroyed, Unopened when it was altered or is another row's."""
    cipher = AESGCM(keystore.load(key_id))
    if sealed.read(len(MARK)) != MARK:
        raise Unopened("this file was never sealed")
    plain = BytesIO()
    try:
        for number, piece, last in _pieces(sealed, PIECE + TAG):
            plain.write(cipher.decrypt(_nonce(number), piece, _bound(public_id, number, last)))
    except InvalidTag as error:
        raise Unopened("it was altered, cut off, or sealed for another row") from error
    plain.seek(0)
    return plain


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, piece and whether it is the last; one empty piece for an empty file."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int) -> bytes:
    """Counted, because a key seals one file only and once."""
    return number.to_bytes(NONCE_BYTES, "big")


def _bound(public_id: UUID, number: int, last: bool) -> bytes:
    return b"attachments.attachment.content:" + public_id.bytes + struct.pack(">Q?", number, last)
