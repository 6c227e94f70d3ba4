"""From a measure to a draft: add the enterprise, choose it, begin."""

from urllib.parse import quote

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from enterprises.actions import add_enterprise, begin_application
from enterprises.copying import earlier_applications
from enterprises.forms import EnterpriseForm
from enterprises.models import Application, Call, Enterprise
from enterprises.permissions import is_filer
from enterprises.places import places_left
from enterprises.selections import act_now, applications_of, open_offers
from enterprises.views.common import posted
from enterprises.windows import why_not_begin
from policies.forms import FactsForm
from policies.rulebook import rule_set
from portal.accounts.middleware import take_typed
from portal.core import clock
from portal.core.exceptions import PortalError


def desk(request: HttpRequest) -> HttpResponse:
    """My applications: what waits for me first, then the rest."""
    applications = applications_of(request.user)
    context = {
        "acting": act_now([one for one in applications if is_filer(request.user, one)]),
        "offers": open_offers(request.user),
        "applications": applications,
        "enterprises": Enterprise.objects.of(request.user).select_related("district"),
        "demo": any(application.is_demo for application in applications),
        "section": "funds",
    }
    return render(request, "enterprises/desk.html", context)


def add(request: HttpRequest) -> HttpResponse:
    typed = take_typed(request)
    form = EnterpriseForm(typed if posted(request) is None else request.POST)
    following = request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        try:
            add_enterprise(request.user, **form.cleaned_data)
        except PortalError as error:
            form.add_error("credit_code", error.message)
        else:
            safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
            return redirect(following if safe else "enterprises:desk")
    context = {"form": form, "typed": typed, "section": "funds"}
    return render(request, "enterprises/add.html", context, status=422 if form.is_bound and form.errors else 200)


def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the enterprise; the answers of the self-check come along in the address."""
    call = get_object_or_404(Call.objects.published().select_related("measure", "replaced_by__measure"), code=code)
    mine = Enterprise.objects.filed_by(request.user).prefetch_related(
        Prefetch("applications", Application.objects.filter(call=call), to_attr="under_call")
    )
    if not mine:
        return _without_enterprise(request, call)
    refused = why_not_begin(call, clock.now())
    if request.method == "POST":
        enterprise = next((one for one in mine if str(one.pk) == request.POST.get("enterprise")), None)
        if enterprise is None:
            raise Http404("No such enterprise of this person.")
        if refused and not enterprise.under_call:
            context = {"call": call, "enterprises": mine, "refused": refused, "section": "funds", "demo": call.is_demo}
            return render(request, "enterprises/apply.html", context, status=409)
        application = begin_application(request.user, enterprise, call, carried_facts(request, call))
        if application.applicant_id != request.user.pk or application.submitted_at:
            messages.info(request, _("This enterprise has an application under this call already. Here it is."))
        return redirect("enterprises:tasks", application.number)
    earlier = earlier_applications([one.pk for one in mine], call)
    for one in mine:
        one.earlier = earlier.get(one.pk)
    context = {"call": call, "enterprises": mine, "carried": len(carried_facts(request, call)), "section": "funds"}
    context |= {"refused": refused, "left": places_left(call), "demo": call.is_demo}
    return render(request, "enterprises/apply.html", context)


def _without_enterprise(request: HttpRequest, call: Call) -> HttpResponse:
    """Who has none adds one; who only reads an enterprise's file, or only signs, is told so."""
    add = f"{reverse('enterprises:add')}?next={quote(request.get_full_path())}"
    if not Enterprise.objects.of(request.user).exists():
        return redirect(add)
    refused = _("Your role does not write applications. An owner can change it on the enterprise’s page “People”.")
    context = {"call": call, "refused": refused, "add_url": add, "section": "funds", "demo": call.is_demo}
    return render(request, "enterprises/apply.html", context, status=403)


def carried_facts(request: HttpRequest, call: Call) -> dict[str, object]:
    """The answers of the self-check; whatever does not fit is left out, the section page asks again."""
    form = FactsForm(rule_set(call.measure), request.GET)
    form.is_valid()
    return {name: value for name, value in form.facts().items() if name not in form.errors}
