"""What the clock says: to the applicant at once, to officials in one summary a day."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.dates import by_text, day_text, moment_text, number_of
from portal.notifications.actions import Letter, tell, tell_each, tell_many
from portal.notifications.kinds import declare
from portal.reviews.due import day_of
from portal.reviews.models import Extension, Pause, StuckStep, WorkItem

declare("reviews/paused", _("The clock of a case stands still"))
declare("reviews/resumed", _("The clock of a case runs again"))
declare("reviews/extended", _("The time for a case was extended"))
declare("reviews/summary", _("What is due at your desk"))
declare("reviews/reminder", _("What you have to do, and by when"))
declare("reviews/moved", _("The calendar moved due dates"))
declare("reviews/stuck", _("The clock could not move a case"))

# Where officials and applicants find what a summary names.
# The desk's first page leads each official to their own queue.
QUEUE, MINE = "admin:index", "enterprises:desk"
# A summary names so many cases; the rest are counted.
LISTED = 30


def paused(item: WorkItem, found: Pause) -> None:
    _tell_reader("paused", item, f"pause:{found.pk}:began", lambda: _words(found))


def resumed(item: WorkItem, found: Pause) -> None:
    _tell_reader("resumed", item, f"pause:{found.pk}:ended", lambda: _words(found))


def extended(item: WorkItem, found: Extension) -> None:
    _tell_reader(
        "extended",
        item,
        f"extension:{found.pk}",
        lambda: {"length": number_of(found.days, item.limit_unit), "reason": found.reason},
    )


def summaries(today: date, by_person: dict[User, list[Any]], *, official: bool) -> None:
    """One message a person and day, the most urgent case first."""
    kind = "summary" if official else "reminder"
    letters = []
    for person, found in by_person.items():
        ordered = sorted(found, key=lambda one: (one.item.due_on, one.item.pk))
        with translation.override(person.language):
            page = ordered[0].words["page"](official) if len(ordered) == 1 else reverse(QUEUE if official else MINE)
            lines = [
                {"number": one.words["number"], "title": one.words["title"](), "when": _when(one)}
                for one in ordered[:LISTED]
            ]
            late = sum(one.left < 0 for one in ordered)
            context = {"lines": lines, "count": len(ordered), "late": late, "more": max(len(ordered) - LISTED, 0)}
        letters.append(
            Letter(
                context=context,
                language=person.language,
                dedupe_key=f"clock:{today}:{kind}:{person.pk}",
                recipient=person,
                url=page,
            )
        )
    tell_each(kind=f"reviews/{kind}", letters=letters)


def _when(one: Any) -> str:
    day = day_text(one.item.due_on)
    if one.left < 0:
        text = ngettext(
            "%(n)s working day late, was due %(day)s", "%(n)s working days late, was due %(day)s", -one.left
        )
    elif one.left == 0:
        text = gettext("due today, %(day)s")
    else:
        text = ngettext("due in %(n)s working day, %(day)s", "due in %(n)s working days, %(day)s", one.left)
    return text % {"n": abs(one.left), "day": day}


def moved(changes: dict[User, list[dict[str, Any]]], key: str) -> int:
    """One message a person, with every case whose date the calendar moved."""
    letters = []
    for person, found in changes.items():
        with translation.override(person.language):
            lines = [
                {
                    "number": one["number"],
                    "title": one["title"](),
                    "old": day_text(one["old"]),
                    "new": by_text(one["new"], one["provisional"]),
                }
                for one in found[:LISTED]
            ]
            context = {"lines": lines, "count": len(found), "more": max(len(found) - LISTED, 0)}
            official = found[0]["official"]
            page = found[0]["page"](official) if len(found) == 1 else reverse(QUEUE if official else MINE)
        letters.append(
            Letter(
                context=context,
                language=person.language,
                dedupe_key=f"recount:{key}:{person.pk}",
                recipient=person,
                url=page,
            )
        )
    return tell_each(kind="reviews/moved", letters=letters)


def stuck(item: WorkItem, found: StuckStep) -> None:
    """To the administrators, once for a step of a case."""
    tell_many(
        kind="reviews/stuck",
        recipients=User.objects.filter(is_superuser=True, is_active=True),
        dedupe_key=f"stuck:{item.pk}:{found.step}",
        url=reverse("admin:reviews_stuckstep_changelist"),
        case_reference=item.case.number,
        context={"number": item.case.number, "step": found.step, "error": found.error},
    )


def _words(found: Pause) -> dict[str, Any]:
    return {
        "cause": found.get_cause_display(),
        "owner": Role(found.owner).label,
        "note": found.note,
        "since": day_text(day_of(found.since)),
        "until": moment_text(found.until) if found.until else "",
    }


def _tell_reader(name: str, item: WorkItem, key: str, words: Any) -> None:
    """To whom outside the house the case concerns, where there is such a person."""
    from portal.reviews.flow import flows

    flow = flows[item.case.flow]
    case = flow.model().objects.get(pk=item.case_id)
    person = flow.reader_of(case)
    if person is None:
        return
    with translation.override(person.language):
        tell(
            kind=f"reviews/{name}",
            recipient=person,
            dedupe_key=f"clock:{key}",
            url=flow.page_of(case, False),
            case_reference=case.number,
            context={
                "number": case.number,
                "title": flow.title_of(case),
                "due": by_text(item.due_on, item.due_provisional) if item.due_on else "",
                "applicant_acts": item.desk == Role.APPLICANT,
                **words(),
            },
        )
