"""The rows of the queue: applications with their open work item, in words that fit on one line."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from enterprises.desk.access import on_the_desk, person
from enterprises.desk.clock_cells import clock_state, due_cell, holder, rules_chip, short_day
from enterprises.desk.fund_columns import COLUMNS
from enterprises.desk.labels import show
from enterprises.desk.stages import STAGES
from enterprises.models import Application, Label
from portal.accounts.models import User
from portal.core import clock
from portal.core.prepared import Among, Numbers, Prepared, PreparedBy
from portal.reviews.models import WorkItem

__all__ = ["STAGES", "clock_state", "due_cell", "holder", "load", "rules_chip", "short_day", "shown"]

# What a row shows; the rest of a case is long.
SHOWN = (
    *("number", "state", "moved_at", "is_demo", "submitted_at", "computed_fen", "granted_fen", "rule_counts"),
    *("enterprise__name", "enterprise__credit_code", "call__code", "call__measure__title_zh"),
    *("call__measure__title_en", "unit__name_zh", "unit__name_en"),
)
OF_ITEM = (
    *("case_id", "desk", "due_on", "due_provisional", "paused_at", "pause_reason", "holder__name", "holder__email"),
)
_applications: PreparedBy[Application] = PreparedBy(16)
_items = Prepared(
    lambda: (
        WorkItem.objects.open()
        .filter(Among("case_id", Numbers("cases")))
        .select_related("holder")
        .only(*OF_ITEM)
        .order_by("pk")
    )
)


def load(user: User, cases: list[int], labels: list[Label]) -> list[Application]:
    """The applications of these cases in their order, each with `open_items` and `shown_labels`; three queries.
    `labels`: those that the person sees, in their order."""
    if not cases:
        return []
    rows = _applications.of((person(user), clock.today()), lambda: _shown_to(user)).all(cases=cases)
    items = defaultdict(list)
    for item in _items.all(cases=cases):
        items[item.case_id].append(item)
    for row in rows:
        row.open_items = items[row.pk]
    show(rows, labels)
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in cases if pk in found]


def _shown_to(user: User) -> QuerySet[Application]:
    seen = on_the_desk(user).filter(Among("pk", Numbers("cases")))
    return seen.select_related("enterprise", "call__measure", "unit").only(*SHOWN)


def shown(
    cases: list[Application], user: User, soon: date, columns: Iterable[str], places: dict[int, str]
) -> list[dict[str, Any]]:
    """`places` tells each case's page from which list the reader came (see lists.py)."""
    before, _zero, after = reverse("admin:enterprises_application_change", args=[0]).rpartition("0")
    cells = [COLUMNS[code].cell for code in columns]
    return [
        {
            "demo": case.is_demo,
            "pk": case.pk,
            "url": f"{before}{case.pk}{after}" + (f"?list={places[case.pk]}" if case.pk in places else ""),
            "number": case.number,
            "cells": [cell(case, user, soon) for cell in cells],
        }
        for case in cases
    ]
