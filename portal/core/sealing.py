"""Sealed columns: what a copy of the database must not give away, such as account numbers.

AES-256-GCM under the keys of FIELD_KEYS (settings), which are apart from SECRET_KEY and from the database. The
newest key stands first and seals; the others still open what they sealed. The last one also makes the digests by
which values are compared, so it keeps its place at the end when newer keys are put in front.

What belongs to one person is sealed with a key of its own (`with_key`), which the ring seals in turn and
portal/core/keystore.py keeps apart from the database: without it no copy of the database opens again.
"""

import base64
import binascii
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = "1"
# Fewer different bytes than this in 32 was not drawn at random.
FEWEST_DIFFERENT = 16
# Stand in this file, so they protect nothing: for tests, and refused in production.
PUBLISHED = ("dGVzdHMtb25seS1rZXktMDEyMzQ1Njc4OWFiY2RlZi4=",)


class Unopened(Exception):
    """What was sealed can't be opened: another key, another context, or it was altered."""


def seal(text: str, context: str, with_key: bytes | None = None) -> str:
    """The sealed text: version, name of the key, nonce and ciphertext. It opens for the same `context` only."""
    key = with_key or _ring()[0]
    head = f"{VERSION}.{_name(key)}"
    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = AESGCM(key).encrypt(nonce, text.encode(), _bound(head, context))
    return f"{head}.{base64.urlsafe_b64encode(nonce + closed).decode()}"


def unseal(sealed: str, context: str, with_key: bytes | None = None) -> str:
    """Raises Unopened when no key of the ring (or not `with_key`) made it, when it belongs to another context, or when
    it was altered."""
    head, _dot, body = sealed.rpartition(".")
    version, _dot, name = head.partition(".")
    key = next((key for key in ((with_key,) if with_key else _ring()) if _name(key) == name), None)
    if version != VERSION or key is None:
        raise Unopened("no key of FIELD_KEYS opens this")
    try:
        content = base64.b64decode(body, altchars=b"-_", validate=True)
        opened = AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], _bound(head, context))
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Unopened("it was altered, or sealed for something else") from error
    return opened.decode()


def is_newest(sealed: str) -> bool:
    """Whether the newest key made it; otherwise it should be sealed anew."""
    return sealed.startswith(f"{VERSION}.{_name(_ring()[0])}.")


def keyed_digest(text: str, purpose: str) -> str:
    """Hexadecimal HMAC-SHA256, to compare values without opening them. Short ones can't be guessed without the key."""
    subkey = hmac.digest(_ring()[-1], f"digest:{purpose}".encode(), "sha256")
    return hmac.new(subkey, text.encode(), "sha256").hexdigest()


def new_key() -> str:
    """A key as FIELD_KEYS takes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_keys(written: list[str]) -> list[bytes]:
    """The keys themselves. Raises ValueError with what is wrong, never with the key."""
    keys = []
    for number, text in enumerate(written, start=1):
        try:
            key = base64.b64decode(text.strip(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError(f"key {number} is not base64") from error
        if len(key) != KEY_BYTES:
            raise ValueError(f"key {number} has {len(key)} bytes instead of {KEY_BYTES}")
        keys.append(key)
    if not keys:
        raise ValueError("there is none")
    if len(set(keys)) < len(keys):
        raise ValueError("one stands there twice")
    return keys


def refuse_weak(written: list[str]) -> None:
    """For production. Raises ValueError for keys that are published or were not drawn at random."""
    for number, (text, key) in enumerate(zip(written, read_keys(written), strict=True), start=1):
        if text.strip() in PUBLISHED or len(set(key)) < FEWEST_DIFFERENT:
            raise ValueError(f"key {number} is published or not random")


def _ring() -> tuple[bytes, ...]:
    return _read_ring(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=8)
def _read_ring(written: tuple[str, ...]) -> tuple[bytes, ...]:
    """Read once: a list opens dozens of values."""
    try:
        return tuple(read_keys(list(written)))
    except ValueError as error:
        raise ImproperlyConfigured(f"FIELD_KEYS: {error}.") from error


@lru_cache(maxsize=64)
def _name(key: bytes) -> str:
    """How a key is recognised without telling anything of it."""
    return sha256(b"name of a field key:" + key).hexdigest()[:12]


def _bound(head: str, context: str) -> bytes:
    return f"{head}|{context}".encode()
