"""Who has a facilitation case open just now: kept and told as with the support funds (`enterprises.desk.visits`)."""

from typing import Any

from django.urls import reverse

from enterprises.desk.visits import told, visit
from portal.accounts.models import User
from talent.models import TalentCase


def context(case: TalentCase, user: User, *, drafting: bool = False) -> dict[str, Any]:
    url = reverse("admin:talent_talentcase_visit", args=[case.pk])
    return {"visitors": told(visit(case, user, drafting=drafting)), "visit_url": url}
