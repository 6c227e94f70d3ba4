"""The claimant's pages: say to act for an enterprise that is here already, and read what became of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enterprises.claim_workflow import claim_flow
from enterprises.claims import begin_claim
from enterprises.models import Claim, Enterprise
from enterprises.people_forms import ClaimForm, SureForm
from enterprises.permissions import role_in
from enterprises.views.common import posted
from enterprises.views.org.common import answered
from portal.core.exceptions import PortalError
from portal.core.validators import validate_credit_code


def claim(request: HttpRequest) -> HttpResponse:
    """`?code=` is the credit code that was typed on the page for adding an enterprise."""
    enterprise = _enterprise(request.GET.get("code", ""))
    if role_in(request.user, enterprise) is not None:
        return redirect("enterprises:org_file", enterprise.pk)
    form = ClaimForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_claim(request.user, enterprise, form.cleaned_data["statement"], form.cleaned_data["evidence"])
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("enterprises:claim_case", made.number)
    context = {"form": form, "enterprise": enterprise, "section": "funds", "demo": enterprise.is_demo}
    return render(request, "enterprises/org_claim.html", context, status=answered(form))


def _enterprise(typed: str) -> Enterprise:
    try:
        code = validate_credit_code(typed)
    except ValidationError as error:
        raise Http404 from error
    return get_object_or_404(Enterprise.objects.select_related("district"), credit_code=code)


def claim_case(request: HttpRequest, number: str) -> HttpResponse:
    """Where the claim stands; the claimant may withdraw it while it is open. Officials work in the admin."""
    found = Claim.objects.visible_to(request.user).select_related("enterprise", "unit", "evidence", "claimant")
    one = get_object_or_404(found.filter(claimant=request.user), number=number)
    steps = claim_flow.open_steps(one, request.user)
    form = SureForm(posted(request))
    if request.method == "POST" and "withdraw" in steps and form.is_valid():
        try:
            claim_flow.take(one, "withdraw", request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The claim was withdrawn."))
            return redirect("enterprises:claim_case", one.number)
    context = {
        "claim": one,
        "item": one.work_items.filter(closed_at=None).first(),
        "last": one.transitions.last(),
        "form": form if "withdraw" in steps else None,
        "acts": role_in(request.user, one.enterprise) is not None,
        "section": "funds",
        "demo": one.is_demo,
    }
    return render(request, "enterprises/org_claim_case.html", context, status=answered(form))
