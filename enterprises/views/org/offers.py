"""Offers to the enterprise (免申即享): what, why, how much, until when; and its answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from enterprises.accounts_of import current_account_row
from enterprises.grants.answering import accept, contest, decline, may_answer
from enterprises.grants.computing import outcome_of
from enterprises.grants.frozen import rules_of
from enterprises.grants.words import conditions, corrections, facts, reason_text, steps
from enterprises.models import Enterprise, GrantLine
from enterprises.org_forms import AccountForm
from enterprises.views.common import posted
from enterprises.views.org.common import answered, my_enterprise, org_page
from policies.rules.questions import question_of
from portal.accounts.middleware import forget_typed
from portal.attachments.forms import AttachmentField
from portal.core import clock
from portal.core.exceptions import PortalError


class ContestForm(forms.Form):
    """Which fact is wrong, what is right, and a paper that shows it."""

    field = forms.ChoiceField(label=gettext_lazy("Which of the data are wrong"))
    statement = forms.CharField(
        label=gettext_lazy("What is right"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    paper = AttachmentField(label=gettext_lazy("A paper that shows it"), required=False)

    def __init__(self, line: GrantLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = rules_of(line.run)
        self.fields["field"].choices = [("", _("Choose"))] + [
            (code, question_of(rules, code).label) for code in rules.asked_codes
        ]


def _offer(enterprise: Enterprise, number: int) -> GrantLine:
    """By the credit code: the offer may be older than the file."""
    rows = GrantLine.objects.offered().filter(credit_code=enterprise.credit_code)
    related = ("run__call__measure", "call__measure", "acceptance__application", "answered_by")
    return get_object_or_404(rows.select_related(*related), pk=number)


@my_enterprise()
def org_offers(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    rows = GrantLine.objects.offered().filter(credit_code=enterprise.credit_code)
    lines = list(rows.select_related("call__measure").order_by("-pk"))
    return org_page(request, "org_offers", enterprise, lines=lines)


@my_enterprise()
def org_offer(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    return _page(request, enterprise, _offer(enterprise, number))


def _page(
    request: HttpRequest, enterprise: Enterprise, line: GrantLine, form: AccountForm | None = None, **more: Any
) -> HttpResponse:
    outcome = outcome_of(line)
    account = current_account_row(enterprise) if line.is_open else None
    acceptance = getattr(line, "acceptance", None)
    context = {
        "line": line,
        "measure": line.call.measure,
        "answers": line.is_open and may_answer(request.user, enterprise),
        "over": line.offered_at is not None and not line.is_open,
        "account": account,
        "form": form or (AccountForm(initial={"holder": enterprise.name}) if line.is_open and not account else None),
        "conditions": conditions(outcome),
        "reasons": [reason_text(one) for one in outcome.reasons],
        "steps": steps(outcome, line) if outcome.verdict == "in" else [],
        "facts": facts(line, outcome.known),
        "corrections": corrections(line),
        "application": acceptance.application if acceptance else None,
        "today": clock.today(),
    }
    return org_page(request, "org_offer", enterprise, **context | more)


@require_POST
@forget_typed
@my_enterprise(may_answer)
def org_offer_accept(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    """One click where the account is on file; otherwise with the account that was typed."""
    line = _offer(enterprise, number)
    form = None
    if current_account_row(enterprise) is None and getattr(line, "acceptance", None) is None and line.is_open:
        form = AccountForm(posted(request))
        if not form.is_valid():
            return _page(request, enterprise, line, form, status=422)
    try:
        application = accept(line, request.user, enterprise, form.account() if form else None)
    except PortalError as error:
        return _page(request, enterprise, _offer(enterprise, number), form, problem=error.message, status=error.status)
    messages.success(request, _("Accepted. Your application %(number)s stands.") % {"number": application.number})
    return redirect("enterprises:org_offer", enterprise.pk, line.pk)


@require_POST
@my_enterprise(may_answer)
def org_offer_decline(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    line = _offer(enterprise, number)
    try:
        decline(line, request.user, enterprise, request.POST.get("reason", "")[:500])
    except PortalError as error:
        return _page(request, enterprise, _offer(enterprise, number), problem=error.message, status=error.status)
    messages.success(request, _("Declined. Nothing is paid."))
    return redirect("enterprises:org_offer", enterprise.pk, line.pk)


@my_enterprise(may_answer)
def org_offer_contest(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    line = _offer(enterprise, number)
    if not line.is_open:
        return redirect("enterprises:org_offer", enterprise.pk, line.pk)
    form = ContestForm(line, posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            contest(line, request.user, enterprise, **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The division looks at your data again. You are told what comes of it."))
            return redirect("enterprises:org_offer", enterprise.pk, line.pk)
    return org_page(request, "org_offer_contest", enterprise, status=answered(form), form=form, line=line)
