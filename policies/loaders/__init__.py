"""Loaders of `manage.py load_plan` for everything that the city publishes. Importing them registers them."""

from policies.loaders import library, measures, negative_list, plan, rules, vectors

__all__ = ["library", "measures", "negative_list", "plan", "rules", "vectors"]
