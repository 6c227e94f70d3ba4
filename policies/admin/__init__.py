"""The desk's view of policies, one file a noun: Chinese and English side by side."""

from policies.admin import files, library, measures, negative_list, places, plan, progress, revisions, rules

__all__ = ["files", "library", "measures", "negative_list", "places", "plan", "progress", "revisions", "rules"]
