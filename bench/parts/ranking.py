"""How well the search ranks an invented library, by judged queries."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.lines import Line
from bench.parts import Say
from bench.server import House

TITLE = "Ranking"
NDCG, DOCUMENTS, QUERIES = 0.85, 300, 60


@dataclass
class Ranked:
    worth: float
    queries: int
    documents: int


def measure(home: House, say: Say) -> Ranked:
    home.create("ranking", like="empty")
    return Ranked(**home.ask("bench.ranking", "ranking"))


def judge(found: Ranked) -> Iterator[Line]:
    what = f"search: {found.queries} judged queries, {found.documents} documents"
    enough = found.queries >= QUERIES and found.documents >= DOCUMENTS
    yield Line(what, f"nDCG at 10 ≥ {NDCG}", f"{found.worth:.3f}", found.worth >= NDCG and enough)
