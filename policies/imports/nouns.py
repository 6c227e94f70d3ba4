"""What can be imported, by its name in addresses and rows. The lists of other apps are handed in when they start."""

from policies.imports.direct_nouns import Bases, Entries, Indicators
from policies.imports.draft_nouns import Measures, Policies
from policies.imports.noun import Noun

NOUNS: dict[str, Noun] = {noun.code: noun for noun in (Policies(), Measures(), Indicators(), Entries(), Bases())}
_handed_in: dict[str, Noun] = {}


def register(noun: Noun) -> None:
    """A list of an app that this one must not import. Its code is the name of its model."""
    _handed_in[noun.code] = noun


def noun_of(code: str) -> Noun:
    return NOUNS[code] if code in NOUNS else _handed_in[code]
