"""The rows of the talent desk's queue: cases with their open work item, their checks and labels (see columns.py)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from enterprises.desk.labels import show
from enterprises.models import Label
from portal.accounts.models import User
from portal.reviews.models import WorkItem
from talent.desk.access import on_the_desk
from talent.desk.columns import COLUMNS
from talent.desk.desk import TALENT
from talent.models import TalentCase


def load(user: User, cases: list[int], labels: list[Label]) -> list[TalentCase]:
    """The cases in their order, each with `open_items`, its checks and `shown_labels`; four queries. `labels`: those
    that the person sees, in their order."""
    items = WorkItem.objects.open().select_related("holder", "unit")
    rows = (
        on_the_desk(user)
        .filter(pk__in=cases)
        .select_related("person", "employer__district")
        .defer("purpose", "done_sections")
        .prefetch_related(Prefetch("work_items", items, to_attr="open_items"), "checks")
    )
    found = {row.pk: row for row in rows}
    ordered = [found[pk] for pk in cases if pk in found]
    show(ordered, labels)
    return ordered


def shown(case: TalentCase, user: User, soon: date, columns: Iterable[str], place: str = "") -> dict[str, Any]:
    """`place` tells the case's page from which list the reader came (see lists.py)."""
    url = TALENT.url("change", case.pk)
    return {
        "demo": case.is_demo,
        "pk": case.pk,
        "url": f"{url}?list={place}" if place else url,
        "number": case.number,
        "cells": [COLUMNS[code].cell(case, user, soon) for code in columns],
    }
