"""A result to keep: the answers packed into one word that names nobody.

Only what the rules can use goes in: figures, days, codes of the vocabulary, yes and no. A field is named by a
short digest of its code, so that a link outlives new fields and another order; a check sum finds a link that a
mail broke. Whoever holds the link reads the answers: it hides nothing, it only has nothing to tell of anybody.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.utils.translation import gettext_lazy as _

from policies.matching.catalogue import Catalogue
from portal.core.exceptions import PortalError

FORMAT = 1
LONGEST = 4000
MOST_BYTES = 20_000


class LinkError(PortalError):
    """The link is no link of ours, or a part of it got lost."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("This link is not whole. Copy it again, or begin a new check-up."))


@dataclass(frozen=True)
class Kept:
    """`lost`: answers about something that the rules no longer ask. `changed`: the vocabulary is another one."""

    typed: dict[str, str]
    lost: int
    changed: bool


def pack(catalogue: Catalogue, texts: Mapping[str, str]) -> str:
    answers = {_short(code): text for code, text in sorted(texts.items())}
    body = json.dumps([FORMAT, fingerprint(catalogue), answers], separators=(",", ":"), ensure_ascii=True)
    packed = zlib.compress(body.encode("ascii"), 9)
    return base64.urlsafe_b64encode(_check(packed) + packed).decode("ascii").rstrip("=")


def unpack(catalogue: Catalogue, word: str) -> Kept:
    """Raises LinkError. Whether the answers still fit is for the form to say."""
    found = _read(word)
    try:
        form, words, answers = found
        usable = form == FORMAT and all(isinstance(text, str) for text in answers.values())
    except (AttributeError, TypeError, ValueError) as error:
        raise LinkError from error
    if not usable:
        raise LinkError
    names = {_short(code): code for code in catalogue.questions}
    typed = {names[short]: text for short, text in answers.items() if short in names}
    return Kept(typed, len(answers) - len(typed), words != fingerprint(catalogue))


def _read(word: str) -> object:
    if len(word) > LONGEST or not word.isascii():
        raise LinkError
    try:
        data = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        check, packed = data[:4], data[4:]
        if _check(packed) != check:
            raise LinkError
        opened = zlib.decompressobj()
        body = opened.decompress(packed, MOST_BYTES)
        if opened.unconsumed_tail:
            raise LinkError
        return json.loads(body)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise LinkError from error


def fingerprint(catalogue: Catalogue) -> str:
    """Another one as soon as a field or a value of a list comes, goes or changes its type."""
    fields = [(one.code, one.type, one.unit, one.values) for one in catalogue.vocabulary.fields.values()]
    return blake2b(repr(fields).encode(), digest_size=4).hexdigest()


def _short(code: str) -> str:
    return blake2b(code.encode(), digest_size=3).hexdigest()


def _check(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=4, person=b"check-up").digest()
