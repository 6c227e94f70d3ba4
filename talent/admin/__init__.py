"""The talent pages inside the admin, one file a noun."""

from talent.admin import cases, fact_edits, facts, guides, partners, plan, retention

__all__ = ["cases", "fact_edits", "facts", "guides", "partners", "plan", "retention"]
