"""The talent pages inside the admin, one file a noun."""

from talent.admin import cases, facts, partners, plan, retention

__all__ = ["cases", "facts", "partners", "retention"]
__all__ = ["cases", "facts", "partners", "plan"]
