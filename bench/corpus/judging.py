"""Grades of documents for a query, and what a ranking is worth by them."""

from collections.abc import Sequence
from math import log2
from typing import Any

import yaml

from bench.corpus.documents import HERE, Paper, Topic

DEPTH = 10


def queries() -> list[dict[str, Any]]:
    return yaml.safe_load((HERE / "queries.yaml").read_text(encoding="utf-8"))["queries"]


def grades(query: dict[str, Any], papers: Sequence[Paper], topics: Sequence[Topic]) -> dict[str, int]:
    """Grade by code of every document that is worth something."""
    near = {topic.code: topic.near for topic in topics}
    found = {paper.code: _grade(query, paper, near.get(query.get("topic", ""), [])) for paper in papers}
    return {code: grade for code, grade in found.items() if grade > 0}


def _grade(query: dict[str, Any], paper: Paper, near: list[str]) -> int:
    if "exact" in query:
        return 3 if paper.values["document_number"] == query["exact"] else 0
    if "topic" not in query:
        return 3 if paper.district and paper.district[0] == query["district"] else 0
    fits = _fits(query, paper)
    if paper.topic == query["topic"]:
        grade = 3 if fits else 0 if query.get("only") else 2
    else:
        grade = 1 if paper.topic in near and fits and not query.get("only") else 0
    wanted_old = query.get("shape") == "lapsed"
    return grade - 1 if paper.shape.state == "lapsed" and not wanted_old else grade


def _fits(query: dict[str, Any], paper: Paper) -> bool:
    shape = paper.shape
    return (
        query.get("kind", shape.kind) == shape.kind
        and query.get("shape", shape.name) == shape.name
        and (not query.get("money") or shape.gives_money)
    )


def ndcg(ranked: Sequence[str], graded: dict[str, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of the first `depth` results; gain 2^grade - 1. From 0 to 1."""
    best = sorted(graded.values(), reverse=True)[:depth]
    ideal = sum(_gain(grade, place) for place, grade in enumerate(best))
    got = sum(_gain(graded.get(code, 0), place) for place, code in enumerate(ranked[:depth]))
    return got / ideal if ideal else 0.0


def _gain(grade: int, place: int) -> float:
    return (2**grade - 1) / log2(place + 2)
