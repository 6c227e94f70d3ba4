"""The rows of the queue: applications with their open work item, in words that fit on one line."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from enterprises.desk.access import on_the_desk
from enterprises.desk.clock_cells import clock_state, due_cell, holder, rules_chip, short_day
from enterprises.desk.columns import COLUMNS
from enterprises.desk.stages import STAGES
from enterprises.models import Application, CaseLabel, Label
from portal.accounts.models import User
from portal.reviews.models import WorkItem

__all__ = ["STAGES", "clock_state", "due_cell", "holder", "load", "rules_chip", "short_day", "shown"]

# What a row does not show and what may be long.
HEAVY = ("facts", "answers", "sources", "done_sections", "call__measure__eligibility", "call__measure__subsidy")


def load(user: User, cases: list[int]) -> list[Application]:
    """The applications of these cases in their order, each with `open_items` and `shown_labels`; three queries."""
    items = WorkItem.objects.open().select_related("holder", "unit")
    labels = CaseLabel.objects.filter(label__in=Label.objects.visible_to(user)).select_related("label")
    rows = (
        on_the_desk(user)
        .filter(pk__in=cases)
        .select_related("enterprise", "call__measure", "unit")
        .defer(*HEAVY)
        .prefetch_related(
            Prefetch("work_items", items, to_attr="open_items"),
            Prefetch("labels", labels.order_by("label__name"), to_attr="shown_labels"),
        )
    )
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in cases if pk in found]


def shown(application: Application, user: User, soon: date, columns: Iterable[str], place: str = "") -> dict[str, Any]:
    """`place` tells the case's page from which list the reader came (see lists.py)."""
    url = reverse("admin:enterprises_application_change", args=[application.pk])
    return {
        "demo": application.is_demo,
        "pk": application.pk,
        "url": f"{url}?list={place}" if place else url,
        "number": application.number,
        "cells": [COLUMNS[code].cell(application, user, soon) for code in columns],
    }
