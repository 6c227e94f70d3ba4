"""The columns of the queue of facilitation cases.

Of what is sealed there is the passport's number alone, with its last characters; no column shows more.
"""

from typing import Any

from django.utils.translation import gettext_lazy

from enterprises.desk import cells
from enterprises.desk.cells import Column, text
from enterprises.desk.clock_cells import short_day
from talent.cases.enums import Standing
from talent.models import TalentCase


def _person(case: TalentCase) -> str:
    return str(case.person) if case.person else "–"


def _passport(case: TalentCase) -> str:
    return (case.person.masked_passport if case.person else "") or "–"


def _district(case: TalentCase) -> str:
    district = case.employer.district if case.employer else None
    return district.name if district else "–"


def _arrival(case: TalentCase) -> str:
    return short_day(case.arrives_on) if case.arrives_on else "–"


def checks_chip(standings: list[str]) -> dict[str, Any]:
    """How many of the checks that this case needs are done."""
    needed = [one for one in standings if one != Standing.NOT_NEEDED]
    done = sum(one == Standing.DONE for one in needed)
    if not needed:
        return {"text": "–"}
    tone = "pine" if done == len(needed) else "sea" if done else "plain"
    return {"text": f"{done}/{len(needed)}", "chip": True, "tone": tone}


COLUMNS: dict[str, Column] = {
    "kind": Column(gettext_lazy("Kind of case"), text(lambda case: case.get_kind_display(), cut=True)),
    "person": Column(gettext_lazy("Person"), text(_person)),
    "passport": Column(gettext_lazy("Passport"), text(_passport)),
    "employer": Column(gettext_lazy("Employer"), text(lambda case: case.employer_name or "–", cut=True)),
    "stage": Column(gettext_lazy("Stage"), text(lambda case: case.state_label)),
    "checks": Column(
        gettext_lazy("Checks"),
        lambda case, user, soon: checks_chip([check.standing for check in case.checks.all()]),
    ),
    "due": cells.DUE,
    "holder": cells.HOLDER,
    "labels": cells.LABELS,
    "district": Column(gettext_lazy("District"), text(_district)),
    "arrival": Column(gettext_lazy("Arrival"), text(_arrival)),
    "submitted": cells.SUBMITTED,
    "moved": cells.MOVED,
}
# The employer is a column to choose: beside it, names would have no room on a screen of 1,280 pixels.
DEFAULT = ("person", "kind", "stage", "checks", "due", "holder", "labels")
