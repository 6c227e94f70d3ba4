"""Secrets and codes that people copy: tokens of links, of which only a digest is kept, and codes on paper."""

import secrets
from hashlib import sha256

# Crockford's alphabet: nothing in it is taken for another character when it is typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_token() -> str:
    """256 bits for a link that only its addressee gets."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token. It is random, so that a plain hash can't be searched."""
    return sha256(token.encode()).hexdigest()


def verification_code() -> str:
    """Sixteen characters in four groups (80 bits): `7K2M-9XQ4-…`. Too many to guess, few enough to type."""
    text = "".join(secrets.choice(ALPHABET) for _place in range(16))
    return "-".join(text[place : place + 4] for place in range(0, 16, 4))


def read_code(typed: str) -> str:
    """A code as it was typed from paper: case, spaces and hyphens don't matter, nor O for 0 or I for 1."""
    text = "".join(one for one in typed.upper() if one.isalnum()).translate(_LOOKALIKES)[:16]
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))
