"""Opening one sealed value of a person: asked what for, recorded, shown once on a page that is not kept anywhere."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.dates import day_text
from portal.core.exceptions import PortalError
from talent.cases.permissions import is_at_talent_desk
from talent.cases.sections import family_of
from talent.clear import reveal
from talent.desk import lists
from talent.desk.access import on_the_desk
from talent.models import TalentCase
from talent.models.people import Identity

FIELDS = {
    "passport_number": gettext_lazy("Passport number"),
    "birth_date": gettext_lazy("Date of birth"),
    "passport_expires_on": gettext_lazy("Passport valid until"),
}


class ReasonForm(forms.Form):
    """What for: the person reads it."""

    why = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        help_text=gettext_lazy("The person reads when it was opened, by which desk, and this reason."),
        min_length=5,
        max_length=200,
    )


def page(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The question, or what was opened; `status` in the context is the status of the answer."""
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    field, subject = request.GET.get("field", ""), _subject(request, case)
    if field not in FIELDS:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Open a sealed value"),
        "subtitle": case.number,
        "case": case,
        "case_url": lists.case_url(pk, request.GET.get("list", "")),
        "label": FIELDS[field],
        "who": str(subject),
        "form": form,
        "problem": "",
        "value": "",
    }
    if request.method != "POST":
        return context
    if not form.is_valid():
        return context | {"status": 422}
    label = str(_("Talent desk of %(unit)s") % {"unit": case.unit.name})
    try:
        value = reveal(subject, field, request.user, form.cleaned_data["why"], case=case.number, label=label)
    except PortalError as error:
        return context | {"problem": error.message, "status": error.status}
    return context | {"value": day_text(value) if isinstance(value, date) else value or _("Nothing is kept.")}


def _subject(request: HttpRequest, case: TalentCase) -> Identity:
    member = request.GET.get("member", "")
    if member:
        found = next((one for one in family_of(case) if str(one.pk) == member), None)
        if found is None:
            raise Http404
        return found
    if case.person is None:
        raise Http404
    return case.person
