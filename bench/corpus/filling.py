"""The invented library as rows of a database."""

from bench.corpus.documents import Paper, papers
from policies.models import Clause, Policy
from policies.search import reindex_all
from portal.accounts.models import District


def fill() -> list[Paper]:
    """All papers with their clauses and districts, and the index of them."""
    made = papers()
    rows = Policy.objects.bulk_create([Policy(code=one.code, slug=one.code.lower(), **one.values) for one in made])
    Clause.objects.bulk_create(
        [
            Clause(policy=row, number=number, text_zh=zh, text_en=en, order=order)
            for row, one in zip(rows, made, strict=True)
            for order, (number, zh, en) in enumerate(one.clauses)
        ]
    )
    for row, one in zip(rows, made, strict=True):
        if one.district:
            code, zh, en = one.district
            row.districts.add(District.objects.get_or_create(code=code, defaults={"name_zh": zh, "name_en": en})[0])
    reindex_all()
    return made
