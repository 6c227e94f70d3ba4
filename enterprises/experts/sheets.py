"""Who has a sheet on which application: the places are filled in the order of the lot, around whoever is recused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from enterprises.enums import Conflict
from enterprises.experts import notifications as message
from enterprises.models import Application, Assignment, Draw, Expert, Membership, Sheet
from portal.core import clock

# What the portal finds by itself; a sheet keeps the key.
FOUND = {
    "employer": _("The expert’s employer is the applicant."),
    "member": _("The expert acts for the applicant in the portal."),
}


@dataclass
class Places:
    """One application: its sheets so far and who of the enterprise's people has an account."""

    application: Application
    members: set[int] = field(default_factory=set)
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def counting(self) -> int:
        return len([sheet for sheet in self.sheets if sheet.recused_at is None])

    def vacated(self) -> Sheet | None:
        """The first who was recused and for whom nobody stands in yet."""
        replaced = {sheet.stands_in_for_id for sheet in self.sheets}
        found = (one for one in self.sheets if one.recused_at is not None and one.pk not in replaced)
        return next(found, None)


def places_of(call_pk: int) -> int:
    """How many experts score each application of a call; 0 before the draw."""
    return Draw.objects.filter(call=call_pk, number=1).values_list("size", flat=True).first() or 0


def fill_places(applications: Sequence[Application]) -> list[Sheet]:
    """Open sheets until each application has as many that count as there are places, or no substitute is left.

    The applications are of one call and their cases are locked. Few queries however many they are.
    """
    size = places_of(applications[0].call_id) if applications else 0
    if not size:
        return []
    of_call = Assignment.objects.filter(call=applications[0].call_id, expert__is_active=True)
    assignments = list(of_call.select_related("expert__user").order_by("order"))
    new: list[Sheet] = []
    for places in _places(applications):
        new += _fill(places, assignments, size)
    Sheet.objects.bulk_create(new, batch_size=500)
    message.asked_to_score(new)
    return new


def _places(applications: Sequence[Application]) -> list[Places]:
    rows = {application.pk: Places(application) for application in applications}
    for sheet in Sheet.objects.filter(application__in=rows).order_by("pk"):
        rows[sheet.application_id].sheets.append(sheet)
    members = defaultdict(set)
    wanted = {application.enterprise_id for application in applications}
    for enterprise, user in Membership.objects.filter(enterprise__in=wanted).values_list("enterprise", "user"):
        members[enterprise].add(user)
    for places in rows.values():
        places.members = members[places.application.enterprise_id]
    return list(rows.values())


def _fill(places: Places, assignments: Sequence[Assignment], size: int) -> list[Sheet]:
    """The new sheets that count, not saved yet; a sheet that only records why somebody can't score is saved here."""
    asked, opened = {sheet.expert_id for sheet in places.sheets}, []
    for assignment in assignments:
        if places.counting == size:
            break
        if assignment.expert_id in asked:
            continue
        sheet = Sheet(
            application=places.application,
            expert=assignment.expert,
            stands_in_for=places.vacated() if assignment.is_substitute else None,
            opened_at=clock.now(),
        )
        why = found_conflict(assignment.expert, places.application, places.members)
        if why:
            recuse(sheet, Conflict.FOUND, why)
            sheet.save()
        else:
            opened.append(sheet)
        places.sheets.append(sheet)
    return opened


def found_conflict(expert: Expert, application: Application, members: set[int]) -> str:
    """Why this expert can't score this application, as far as the portal knows: a key of FOUND, or nothing."""
    if expert.employer_code == application.enterprise.credit_code:
        return "employer"
    return "member" if expert.user_id in members else ""


def recuse(sheet: Sheet, conflict: Conflict, why: str) -> None:
    """Not saved here."""
    sheet.conflict, sheet.conflict_note = conflict, why[:500]
    sheet.declared_at = sheet.recused_at = clock.now()


def why_recused(sheet: Sheet) -> str:
    return str(FOUND.get(sheet.conflict_note, sheet.conflict_note))
