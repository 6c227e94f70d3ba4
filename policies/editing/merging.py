"""Taking a newer version over into a draft: what only one side changed is kept, what both changed is listed."""

from collections.abc import Mapping
from typing import Any

from policies.editing.editors import Content

MISSING = object()


def merge(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[str]]:
    """The newest content with the draft's own changes in it, and the keys that both changed differently.

    Where both changed the same thing, the draft's wording stays: its author reads the list and decides.
    """
    merged: Content = {}
    collisions: list[str] = []
    for key in dict.fromkeys([*theirs, *mine]):
        sides = [side.get(key, MISSING) for side in (base, mine, theirs)]
        if key == "clauses":
            merged[key] = _clauses(*[[] if side is MISSING else side for side in sides], collisions)
        elif all(isinstance(side, Mapping) for side in sides) and key == "fields":
            merged[key] = _columns(*sides, collisions)
        else:
            _take(merged, key, sides, collisions)
    return merged, collisions


def _columns(base: Content, mine: Content, theirs: Content, collisions: list[str]) -> Content:
    merged: Content = {}
    for key in dict.fromkeys([*theirs, *mine]):
        _take(merged, key, [side.get(key, MISSING) for side in (base, mine, theirs)], collisions)
    return merged


def _take(merged: Content, key: str, sides: list[Any], collisions: list[str]) -> None:
    base, mine, theirs = sides
    chosen = theirs if mine == base else mine
    if mine != base and theirs not in (base, mine):
        collisions.append(key)
    if chosen is not MISSING:
        merged[key] = chosen


def _clauses(base: list[Content], mine: list[Content], theirs: list[Content], collisions: list[str]) -> list[Content]:
    """By their numbers. The order is the draft's; what only the newer version has stands after its neighbour there."""
    by_number = [{clause["number"]: clause for clause in side} for side in (base, mine, theirs)]
    chosen: dict[str, Any] = {}
    for number in dict.fromkeys([*by_number[1], *by_number[2]]):
        found: Content = {}
        names: list[str] = []
        _take(found, number, [side.get(number, MISSING) for side in by_number], names)
        collisions.extend(f"clause:{name}" for name in names)
        if number in found:
            chosen[number] = found[number]
    order = [clause["number"] for clause in mine if clause["number"] in chosen]
    for place, clause in enumerate(theirs):
        if clause["number"] in chosen and clause["number"] not in order:
            before = theirs[place - 1]["number"] if place else None
            order.insert(
                order.index(before) + 1 if before in order else 0 if place == 0 else len(order), clause["number"]
            )
    return [chosen[number] for number in order]
