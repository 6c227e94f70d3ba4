"""The rows of the talent desk's queue: cases with their open work item, in words that fit on one line.

Of what is sealed a row shows the last characters of the passport's number, and nothing else.
"""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.clock_cells import due_cell, holder, short_day
from portal.accounts.models import User
from portal.reviews.models import WorkItem
from talent.cases.enums import Standing
from talent.desk.access import on_the_desk
from talent.models import TalentCase


def load(user: User, cases: list[int]) -> list[TalentCase]:
    """The cases in their order, each with `open_items` and its checks; three queries."""
    items = WorkItem.objects.open().select_related("holder", "unit")
    rows = (
        on_the_desk(user)
        .filter(pk__in=cases)
        .select_related("person", "employer")
        .defer("purpose", "done_sections")
        .prefetch_related(Prefetch("work_items", items, to_attr="open_items"), "checks")
    )
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in cases if pk in found]


def headings() -> list[dict[str, Any]]:
    titles = (
        _("Kind"), _("Person"), _("Passport"), _("Employer"), _("Stage"), _("Checks"), _("Due"), _("Held by"),
    )  # fmt: skip
    return [{"title": title} for title in titles]


def shown(case: TalentCase, user: User, soon: date, place: str = "") -> dict[str, Any]:
    """`place` tells the case's page from which list the reader came (see lists.py)."""
    url = reverse("admin:talent_talentcase_change", args=[case.pk])
    item = case.open_items[0] if case.open_items else None  # type: ignore[attr-defined]
    person = case.person
    return {
        "demo": case.is_demo,
        "pk": case.pk,
        "url": f"{url}?list={place}" if place else url,
        "number": case.number,
        "cells": [
            {"text": case.get_kind_display(), "cut": True},
            {"text": str(person) if person else "–", "cut": True},
            {"text": (person.masked_passport if person else "") or "–"},
            {"text": case.employer_name or "–", "cut": True},
            {"text": case.state_label, "chip": True, "tone": case.tone},
            checks_chip([check.standing for check in case.checks.all()]),
            due_cell(item, soon) if item else {"text": short_day(case.moved_at.astimezone().date())},
            {"text": holder(item, user) if item else _("Case closed"), "cut": True},
        ],
    }


def checks_chip(standings: list[str]) -> dict[str, Any]:
    """How many of the checks that this case needs are done."""
    needed = [one for one in standings if one != Standing.NOT_NEEDED]
    done = sum(one == Standing.DONE for one in needed)
    if not needed:
        return {"text": "–"}
    tone = "pine" if done == len(needed) else "sea" if done else "plain"
    return {"text": f"{done}/{len(needed)}", "chip": True, "tone": tone}
