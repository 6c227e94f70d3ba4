"""Loaders of `manage.py load_plan` for everything that the city publishes. Importing them registers them."""

from policies.loaders import (
    examples,
    library,
    mapping,
    measures,
    negative_list,
    plan,
    progress,
    rules,
    synonyms,
    tasks,
    vectors,
)

__all__ = [
    "examples",
    "library",
    "mapping",
    "measures",
    "negative_list",
    "plan",
    "progress",
    "rules",
    "synonyms",
    "tasks",
    "vectors",
]
