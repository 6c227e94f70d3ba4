"""The talent pages inside the admin, one file a noun."""

from talent.admin import facts

__all__ = ["facts"]
