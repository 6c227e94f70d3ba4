"""The pages on which the responsible division corrects a file and verifies a figure: one form and one call each."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from enterprises.desk.access import keeps_registry
from enterprises.desk.enterprise_file import found
from enterprises.desk.registry_forms import FileForm, VerifyForm
from enterprises.enums import Figure
from enterprises.figures import shown, unit_of, years_of
from enterprises.models import Enterprise, YearFigure
from enterprises.registry_file import correct_file, verify_figure
from portal.core.exceptions import PortalError

Answer = HttpResponse | dict[str, Any]


def correct(request: HttpRequest, pk: int) -> Answer:
    """The context of the page, or the way back to the file."""
    enterprise = _kept(request, pk)
    form = FileForm(enterprise, request.POST if request.method == "POST" else None)
    page = _page(enterprise, form, _("Correct the file")) | {"seen": enterprise.updated_at.isoformat()}
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"status": 422, "seen": request.POST.get("seen", "")}
    values = form.cleaned_data
    try:
        changed = correct_file(
            enterprise, request.user, form.given(), source=values["source"], as_of=values["as_of"],
            reason=values["reason"], seen=parse_datetime(request.POST.get("seen", "")[:40]) or enterprise.created_at,
        )  # fmt: skip
    except (PortalError, ValueError) as error:
        return page | _problem(error)
    text = _("The file was corrected.") if changed else _("Nothing differed from what stands in the file.")
    messages.success(request, text)
    return redirect(page["file_url"])


def verify(request: HttpRequest, pk: int) -> Answer:
    enterprise = _kept(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    row = _row(enterprise, given.get("year", ""), given.get("code", ""))
    years = sorted({*years_of(enterprise), *([row.year] if row else [])}, reverse=True)
    form = VerifyForm(years, request.POST if request.method == "POST" else None, _initial(row, given))
    page = _page(enterprise, form, _("Verify a figure")) | {"declared": _declared(row)}
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"status": 422}
    values = form.cleaned_data
    try:
        verify_figure(
            enterprise, request.user, year=values["year"], code=values["code"], value=values["verified"],
            basis=values["basis"], seen=values["seen"],
        )  # fmt: skip
    except PortalError as error:
        # The figure itself must be seen first: on a page of its own, with what was declared.
        messages.warning(request, error.message)
        return redirect(f"{request.path}?{urlencode({'year': values['year'], 'code': values['code']})}")
    messages.success(request, _("The figure was verified."))
    return redirect(page["file_url"] + "#figures")


def _kept(request: HttpRequest, pk: int) -> Enterprise:
    """404 for what the person does not see, 403 for what they may not change."""
    enterprise = found(request, pk)
    if not keeps_registry(request.user):
        raise PermissionDenied
    return enterprise


def _row(enterprise: Enterprise, year: str, code: str) -> YearFigure | None:
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    return enterprise.figures.filter(year=int(year), code=code).first()


def _initial(row: YearFigure | None, given: Any) -> dict[str, Any]:
    """What was declared is not filled in as verified: whoever verifies types what the paper says."""
    if row is None:
        return {"year": given.get("year", ""), "code": given.get("code", "")}
    return {"year": row.year, "code": row.code, "seen": row.declared, "verified": row.verified, "basis": row.basis}


def _declared(row: YearFigure | None) -> list[dict[str, Any]]:
    """What the form is about, beside it."""
    if row is None:
        return []
    unit = unit_of(row.code)
    facts = [
        (_("Year"), str(row.year)),
        (_("Figure"), str(Figure(row.code).label)),
        (_("Declared"), f"{unit} {shown(row.declared)}".strip() if row.declared is not None else _("not declared")),
    ]
    if row.verified is not None:
        facts.append((_("Verified so far"), f"{unit} {shown(row.verified)}".strip()))
    return [{"label": label, "value": value} for label, value in facts]


def _page(enterprise: Enterprise, form: Any, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": enterprise.name,
        "enterprise": enterprise,
        "form": form,
        "problem": "",
        "list_url": reverse("admin:enterprises_enterprise_changelist"),
        "file_url": reverse("admin:enterprises_enterprise_change", args=[enterprise.pk]),
    }


def _problem(error: Exception) -> dict[str, Any]:
    if isinstance(error, PortalError):
        return {"problem": error.message, "status": error.status}
    return {"problem": _("The page is out of date. Open the file again."), "status": 409}
