"""What can be imported, by its name in addresses and rows."""

from policies.imports.direct_nouns import Bases, Entries, Indicators
from policies.imports.draft_nouns import Measures, Policies
from policies.imports.noun import Noun

NOUNS: dict[str, Noun] = {noun.code: noun for noun in (Policies(), Measures(), Indicators(), Entries(), Bases())}


def noun_of(code: str) -> Noun:
    return NOUNS[code]
