"""The officials' side inside the admin, one file a noun."""

from enterprises.admin import (
    applications,
    calls,
    claims,
    consultations,
    credit,
    desk_words,
    enterprises,
    experts,
    forms,
    grants,
    ledger,
    money,
    notices,
    objections,
    panels,
    recovery,
)

__all__ = [
    "applications",
    "calls",
    "claims",
    "consultations",
    "credit",
    "desk_words",
    "enterprises",
    "experts",
    "forms",
    "grants",
    "ledger",
    "money",
    "notices",
    "objections",
    "panels",
    "recovery",
]
