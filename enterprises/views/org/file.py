"""The file of an enterprise: what is known of it, and what was applied for and awarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enterprises import vault
from enterprises.completeness import completeness_of
from enterprises.facts_of import correct, declare_own, history, lines
from enterprises.figures import declare_figures, table, verified_codes
from enterprises.models import Claim, Enterprise
from enterprises.org_forms import CorrectionForm, FiguresForm, OwnFactsForm
from enterprises.permissions import may_keep_file, may_rule
from enterprises.selections import applications_under, awarded
from enterprises.views.common import posted
from enterprises.views.org.common import answered, my_enterprise, org_page
from portal.accounts.middleware import take_typed
from portal.core.exceptions import PortalError


def org(request: HttpRequest) -> HttpResponse:
    """To the enterprise, or to the choice of one; whoever has none yet reads how to get one."""
    mine = list(Enterprise.objects.of(request.user).select_related("district").order_by("name", "pk"))
    claims = list(Claim.objects.filter(claimant=request.user).select_related("enterprise").order_by("-pk"))
    if len(mine) == 1 and not claims:
        return redirect("enterprises:org_file", mine[0].pk)
    roles = dict(request.user.memberships.active().values_list("enterprise", "role"))
    context = {
        "rows": [(one, request.user.memberships.model(role=roles[one.pk]).get_role_display()) for one in mine],
        "claims": claims,
        "demo": any(one.is_demo for one in mine),
        "section": "funds",
    }
    return render(request, "enterprises/org_choose.html", context)


@my_enterprise()
def org_file(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    applications = applications_under(enterprise)
    facts = lines(enterprise)
    return org_page(
        request,
        "org_file",
        enterprise,
        registered=[line for line in facts if line.registered],
        own=[line for line in facts if not line.registered],
        complete=completeness_of(enterprise),
        applications=applications,
        awards=awarded(applications),
        running_out=vault.running_out(vault.live(enterprise)),
    )


@my_enterprise()
def org_history(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    return org_page(request, "org_history", enterprise, rows=history(enterprise))


@my_enterprise(may_rule)
def org_correct(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    typed = take_typed(request)
    form = CorrectionForm(enterprise, typed if posted(request) is None else request.POST)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("source", "as_of", "reason")}
        try:
            differs = correct(enterprise, request.user, form.corrected(), **given)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            _say(request, bool(differs))
            return redirect("enterprises:org_file", enterprise.pk)
    return org_page(request, "org_correct", enterprise, status=answered(form), form=form, typed=typed)


@my_enterprise(may_keep_file)
def org_own(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    typed = take_typed(request)
    form = OwnFactsForm(enterprise, typed if posted(request) is None else request.POST)
    if request.method == "POST" and form.is_valid():
        _say(request, bool(declare_own(enterprise, request.user, form.cleaned_data)))
        return redirect("enterprises:org_file", enterprise.pk)
    return org_page(request, "org_own", enterprise, status=answered(form), form=form, typed=typed)


@my_enterprise()
def org_figures(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    return org_page(request, "org_figures", enterprise, years=table(enterprise))


@my_enterprise(may_keep_file)
def org_year(request: HttpRequest, enterprise: Enterprise, year: int) -> HttpResponse:
    typed = take_typed(request)
    form = FiguresForm(enterprise, year, typed if posted(request) is None else request.POST)
    shown = next((block for block in table(enterprise) if block["year"] == year and block["open"]), None)
    if shown is None:
        return redirect("enterprises:org_figures", enterprise.pk)
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, bool(declare_figures(enterprise, request.user, year, form.given())))
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("enterprises:org_figures", enterprise.pk)
    settled = [line for line in shown["lines"] if line["verified"]] if verified_codes(enterprise, year) else []
    context = {"form": form, "typed": typed, "year": year, "settled": settled}
    return org_page(request, "org_year", enterprise, status=answered(form), **context)


def _say(request: HttpRequest, changed: bool) -> None:
    messages.success(request, _("Saved.") if changed else _("Nothing differs from what was there."))
