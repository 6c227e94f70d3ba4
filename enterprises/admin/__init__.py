"""The officials' side inside the admin, one file a noun."""

from enterprises.admin import applications, calls, enterprises, forms, ledger

__all__ = ["applications", "calls", "enterprises", "forms", "ledger"]
