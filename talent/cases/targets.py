"""What of a case can be asked to be corrected, by name: fields of the form and papers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.reviews.models import Request
from talent.cases.papers import papers_of
from talent.models import TalentCase

FIELDS: dict[str, Any] = {
    "identity": _("Name and passport data"),
    "purpose": _("Purpose"),
    "arrives_on": _("Day of arrival"),
    "leaves_on": _("Day of departure"),
    "earlier_letter": _("Number of an earlier letter"),
    "employer_named": _("Name of the employer"),
}


def targets(case: TalentCase) -> dict[str, Any]:
    """`field:<name>` and `paper:<code>`, each with its name in the reader's language. The name of an employer that is a
    party itself stands in its own file."""
    known = {name: title for name, title in FIELDS.items() if name != "employer_named" or not case.employer_id}
    fields = {f"field:{name}": title for name, title in known.items()}
    return fields | {f"paper:{paper.code}": paper.name for paper in papers_of(case.kind)}


def open_request(case: TalentCase) -> Request | None:
    """The open list of corrections; read once until the case moves."""
    return case.remembered("request", lambda: case.requests.filter(answered_at=None).prefetch_related("lines").first())


def untouched_lines(case: TalentCase) -> list[str]:
    request, names = open_request(case), targets(case)
    lines = request.lines.all() if request else ()
    return [str(names.get(line.target, line.target)) for line in lines if line.answered_at is None]
