"""The expiry radar of a signed-in person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talent.cases.beginning import begin_case
from talent.models import ExpiringPaper, Person
from talent.plans.records import read_records
from talent.renewals.form import ExpiringForm
from talent.renewals.page import case_kind, rows_of
from talent.renewals.reminders import days_before
from talent.views.pages import frame

MOST = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renewals(request: HttpRequest) -> HttpResponse:
    papers = ExpiringPaper.objects.visible_to(request.user)
    form = ExpiringForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if papers.count() >= MOST:
            form.add_error(None, _("You watch %(most)s papers already. Remove one first.") % {"most": MOST})
        else:
            given = form.cleaned_data
            paper = ExpiringPaper(user=request.user, kind=given["kind"], whose=given["whose"])
            paper.expires_on = given["expires_on"]
            paper.save(force_insert=True)
            messages.success(request, _("It is watched. You are told before it expires."))
            return redirect("talent:renewals")
    days = _(", ").join(str(days) for days in reversed(days_before()))
    context = frame([], None, _("Expiry radar")) | {
        "form": form,
        "rows": rows_of(papers, read_records()),
        "days": days,
    }
    return render(request, "talent/renewals.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    _own(request, pk).delete()
    messages.success(request, _("It is watched no more."))
    return redirect("talent:renewals")


@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A case of the right kind, with its purpose written; whoever has no details here yet enters them first."""
    paper = _own(request, pk)
    kind = case_kind(paper)
    person = Person.objects.filter(user=request.user, erased_at=None).first()
    if kind is None or person is None:
        return redirect("talent:case_new" if kind else "talent:services")
    purpose = _("Renewal: %(paper)s") % {"paper": paper.get_kind_display()}
    case = begin_case(request.user, person, kind, purpose=purpose)
    return redirect("talent:case_form", case.number)


def _own(request: HttpRequest, pk: UUID) -> ExpiringPaper:
    return get_object_or_404(ExpiringPaper.objects.visible_to(request.user), pk=pk)
