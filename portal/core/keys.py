"""The key of a row as it stands in an address."""

# A key of the database is no longer than that.
DIGITS = 18


def read_key(text: str | None) -> int:
    """The number; for whatever is no key, however long, 0, which no row has."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
