"""The bank account: shown masked, proposed by one, confirmed by another or by link and password."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.accounts_of import (
    by_link,
    confirm_account,
    may_confirm,
    needs_link,
    propose_account,
    refuse_account,
    send_link_again,
)
from enterprises.enums import AccountState
from enterprises.models import BankAccount, Enterprise
from enterprises.org_forms import AccountForm, PasswordForm
from enterprises.permissions import may_propose_account, may_rule
from enterprises.views.common import posted
from enterprises.views.org.common import answered, attempt, my_enterprise, org_page
from portal.accounts.middleware import forget_typed
from portal.core import clock
from portal.core.exceptions import PortalError


def _waiting(enterprise: Enterprise) -> BankAccount | None:
    """The proposal that still can be confirmed."""
    found = enterprise.accounts.filter(state=AccountState.PROPOSED, expires_at__gt=clock.now())
    return found.select_related("proposed_by", "enterprise").first()


@my_enterprise()
def org_account(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    accounts = list(enterprise.accounts.select_related("proposed_by", "confirmed_by"))
    waiting = _waiting(enterprise)
    context = {
        "current": next((one for one in accounts if one.state == AccountState.CURRENT), None),
        "waiting": waiting,
        "past": [one for one in accounts if one.state == AccountState.REPLACED],
        "confirms": waiting is not None and may_confirm(request.user, waiting),
        "by_link": waiting is not None and waiting.proposed_by_id == request.user.pk and needs_link(waiting),
    }
    return org_page(request, "org_account", enterprise, **context)


@forget_typed
@my_enterprise(may_propose_account)
def org_account_new(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    form = AccountForm(posted(request), initial={"holder": enterprise.name})
    if request.method == "POST" and form.is_valid():
        try:
            propose_account(enterprise, request.user, **form.account())
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Proposed. The account counts after the second confirmation."))
            return redirect("enterprises:org_account", enterprise.pk)
    return org_page(request, "org_account_new", enterprise, status=answered(form), form=form)


@forget_typed
@my_enterprise(may_rule)
def org_account_confirm(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """For the second person. The proposer alone gets here by the mailed link only."""
    account = _waiting(enterprise)
    if account is None:
        return redirect("enterprises:org_account", enterprise.pk)
    if not may_confirm(request.user, account):
        raise PermissionDenied
    return _confirm(request, enterprise, account, "")


@forget_typed
@my_enterprise(may_rule)
def org_account_link(request: HttpRequest, enterprise: Enterprise, token: str) -> HttpResponse:
    """Opening the link changes nothing: a mail scanner opens links as well."""
    try:
        account = by_link(enterprise, request.user, token)
    except PortalError as error:
        return org_page(request, "org_gone", enterprise, status=410, problem=error.message)
    return _confirm(request, enterprise, account, token)


def _confirm(request: HttpRequest, enterprise: Enterprise, account: BankAccount, token: str) -> HttpResponse:
    form = PasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            confirm_account(account, request.user, password=form.cleaned_data["password"], token=token)
        except PortalError as error:
            form.add_error("password", error.message)
        else:
            messages.success(request, _("Confirmed. The new account is in use now."))
            return redirect("enterprises:org_account", enterprise.pk)
    return org_page(request, "org_account_confirm", enterprise, status=answered(form), form=form, account=account)


@require_POST
@my_enterprise(may_propose_account)
def org_account_refuse(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Whoever rules refuses; a filer only takes back a proposal of their own."""
    account = _waiting(enterprise)
    if account is not None:
        if not (may_rule(request.user, enterprise) or account.proposed_by_id == request.user.pk):
            raise PermissionDenied
        attempt(request, lambda: refuse_account(account, request.user), _("Refused. The account in use stays."))
    return redirect("enterprises:org_account", enterprise.pk)


@require_POST
@my_enterprise(may_rule)
def org_account_send(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    account = _waiting(enterprise)
    if account is not None:
        attempt(request, lambda: send_link_again(account, request.user), _("A new link is on its way to your mailbox."))
    return redirect("enterprises:org_account", enterprise.pk)
