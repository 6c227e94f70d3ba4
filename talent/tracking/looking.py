"""The look-up itself. A wrong answer takes the same queries and opens as many seals as a right one, so neither the
answer nor its time tells which numbers exist.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.core import clock, keystore
from portal.core.sealing import Unopened, seal, unseal
from portal.reviews.models import WorkItem
from talent import sealed
from talent.cases.enums import CaseState
from talent.check_digits import fits, plain_number
from talent.models import TalentCase

NUMBER = re.compile(r"([A-Z]{2})(\d{4})(\d{6,9})")
# Opened where there is no case: a key of its own in the key store, and a date that no person was born on.
DECOY_KEY = UUID("6f2f5a0e-0c0e-4c5e-9d7e-1d5f6a7b8c90")
DECOY_CONTEXT = "talent.tracking.decoy"
NEVER = date.min.isoformat()


@dataclass(frozen=True)
class Found:
    """All that the look-up tells."""

    stage: Any
    tone: str
    who: Any
    changed_at: datetime


def look_up(number: str, digits: str, birth_date: date) -> Found | None:
    """Two queries and two seals opened, whatever was given."""
    case = TalentCase.objects.select_related("person").filter(number=written(number)).first()
    item = WorkItem.objects.filter(case_id=case.pk if case else 0, closed_at=None).first()
    born = _birth_date(case)
    right = hmac.compare_digest(born, birth_date.isoformat())
    right &= fits(number, digits)
    # A draft was sent to nobody yet; it is its party's own.
    right &= case is not None and case.state != CaseState.DRAFT
    return _found(case, item) if right and case else None


def written(typed: str) -> str:
    """`TC-2026-004127` of what people type: full-width, small, without hyphens; "" for what is no number."""
    parts = NUMBER.fullmatch(plain_number(typed[:60]))
    return "-".join(parts.groups()) if parts else ""


def _birth_date(case: TalentCase | None) -> str:
    """As ISO text. The seal of nobody is opened where there is none of a person."""
    person = case.person if case else None
    if person is not None and sealed.has(person, "birth_date"):
        try:
            return str(sealed.read(person, "birth_date"))
        except (keystore.KeyGone, Unopened):
            pass
    return unseal(_decoy(), DECOY_CONTEXT, keystore.load(DECOY_KEY))


@cache
def _decoy() -> str:
    return seal(NEVER, DECOY_CONTEXT, keystore.load_or_create(DECOY_KEY))


def _found(case: TalentCase, item: WorkItem | None) -> Found:
    return Found(case.party_state, case.tone, _who(item), case.moved_at.astimezone(clock.now().tzinfo))


def _who(item: WorkItem | None) -> Any:
    if item is None:
        return _("Nobody: the case is finished.")
    if item.desk == Role.APPLICANT:
        return _("The person or the employer must act.")
    return _("The bureau must act.")
