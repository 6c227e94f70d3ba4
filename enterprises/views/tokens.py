"""The keys of an enterprise's own software: owners make and revoke them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.enums import TokenScope
from enterprises.machines.forms import TokenForm
from enterprises.machines.tokens import make_token, revoke_token
from enterprises.models import Enterprise
from enterprises.permissions import is_owner
from enterprises.views.org.common import answered, attempt, my_enterprise, org_page
from portal.core import clock
from portal.core.exceptions import PortalError


@my_enterprise(is_owner)
def org_tokens(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """The list, and a form for one more. What is made is shown on this one answer and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = make_token(request.user, enterprise, **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            form = TokenForm()
    tokens = list(enterprise.api_tokens.select_related("user"))
    for token in tokens:
        token.ended = token.expires_on < clock.today()
        token.may = [TokenScope(scope).label for scope in token.scopes]
    response = org_page(
        request, "org_tokens", enterprise, form=form, tokens=tokens, secret=secret, status=answered(form)
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@my_enterprise(is_owner)
def org_token_revoke(request: HttpRequest, enterprise: Enterprise, number: int) -> HttpResponse:
    token = get_object_or_404(enterprise.api_tokens, pk=number)
    done = _("Revoked. The software that used it is refused from now on.")
    attempt(request, lambda: revoke_token(token, request.user), done)
    return redirect("enterprises:org_tokens", enterprise.pk)
