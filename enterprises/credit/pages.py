"""The button on a case's page that checks credit now."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from enterprises.credit.checking import check, may_check
from enterprises.credit.enums import CreditMoment, CreditResult
from enterprises.desk.access import on_the_desk
from portal.core.exceptions import PortalError


class CheckForm(forms.Form):
    moment = forms.ChoiceField(choices=CreditMoment)
    note = forms.CharField(max_length=500, required=False)


def check_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the case with the result; 403 for a desk that makes no such check."""
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    form = CheckForm(request.POST)
    valid = form.is_valid()
    if not may_check(request.user, application, form.cleaned_data.get("moment", CreditMoment.PAYMENT)):
        raise PermissionDenied
    if not valid:
        messages.warning(request, _("Nothing was checked: choose the occasion; a note has at most 500 characters."))
    else:
        _check(request, application, form)
    return redirect("admin:enterprises_application_change", pk)


def _check(request: HttpRequest, application: object, form: CheckForm) -> None:
    try:
        made = check(application, form.cleaned_data["moment"], request.user, form.cleaned_data["note"])
    except PortalError as error:
        messages.warning(request, error.message)
        return
    level = messages.success if made.result == CreditResult.CLEAN else messages.warning
    level(request, _("Credit checked: %(result)s") % {"result": made.get_result_display()})
