"""A guide as its page and the API show it."""

from collections.abc import Iterable
from typing import Any

from talent.enums import FactElement
from talent.models import GuideFact


def elements(facts: Iterable[GuideFact]) -> list[dict[str, Any]]:
    """The elements that are said in sentences, in the order of the rule, each with its sentences."""
    rows = list(facts)
    found = [(element, [fact for fact in rows if fact.element == element]) for element in FactElement]
    return [{"code": element.value, "title": element.label, "facts": own} for element, own in found if own]


def unconfirmed(facts: Iterable[GuideFact]) -> list[Any]:
    """The names of the elements of which the guide says only that they are not known, and whom to ask."""
    return [one["title"] for one in elements(facts) if not any(fact.known for fact in one["facts"])]
