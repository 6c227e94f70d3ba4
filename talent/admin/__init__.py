"""The talent pages inside the admin, one file a noun."""

from talent.admin import cases, facts, guides, partners, plan, retention

__all__ = ["cases", "facts", "guides", "partners", "plan", "retention"]
