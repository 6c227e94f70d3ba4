"""Cases as rows of a list: the same number of queries for one and for thirty."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.dates import by_text
from portal.reviews.models import WorkItem
from talent.cases.permissions import acts_for_employer
from talent.models import TalentCase


@dataclass(frozen=True)
class CaseRow:
    """`whose`: how the reader has to do with it. `acts` when the reader must act now."""

    case: TalentCase
    whose: str
    acts: bool
    due: str


def listed(user: User) -> Any:
    """The newest first, each with its open item as `open_items`."""
    items = Prefetch("work_items", WorkItem.objects.open().select_related("unit"), to_attr="open_items")
    return TalentCase.objects.visible_to(user).for_page().prefetch_related(items).order_by("-pk")


def case_rows(user: User) -> list[CaseRow]:
    return [_row(case, user) for case in listed(user)]


def _row(case: TalentCase, user: User) -> CaseRow:
    item = next(iter(case.open_items), None)  # type: ignore[attr-defined]
    mine = case.person is not None and case.person.user_id == user.pk
    whose = "mine" if mine else "employer" if acts_for_employer(user, case) else "helper"
    due = by_text(item.due_on, item.due_provisional) if item is not None and item.due_on else ""
    return CaseRow(case, whose, mine and item is not None and item.desk == Role.APPLICANT, due)
