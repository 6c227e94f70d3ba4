"""What the pages of one enterprise share: find it for this person, know the role, draw the tabs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from enterprises.permissions import is_owner, may_keep_file, may_propose_account, may_rule, role_in
from portal.core.exceptions import PortalError

View = Callable[..., HttpResponse]
Rule = Callable[[Any, Enterprise], bool]
# Which pages stand under which tab.
PAGES = {
    "org_file": {"org_file", "org_correct", "org_own", "org_history"},
    "org_figures": {"org_figures", "org_year"},
    "org_account": {"org_account", "org_account_new", "org_account_confirm"},
    "org_people": {"org_people", "org_invite", "org_member", "org_end"},
    "org_documents": {"org_documents", "org_document", "org_document_remove"},
    "org_offers": {"org_offers", "org_offer", "org_offer_contest"},
    "org_tokens": {"org_tokens"},
}


def my_enterprise(rule: Rule | None = None) -> Callable[[View], View]:
    """Hand the view the enterprise: 404 unless it exists for the person, 403 unless `rule` allows.

    An official who is no member is led to the record in the admin: these pages are the enterprise's own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            found = Enterprise.objects.visible_to(request.user).select_related("district__within", "zone")
            enterprise = get_object_or_404(found, pk=pk)
            if role_in(request.user, enterprise) is None:
                return redirect("admin:enterprises_enterprise_change", enterprise.pk)
            if rule is not None and not rule(request.user, enterprise):
                raise PermissionDenied
            return view(request, enterprise, **kwargs)

        return wrapper

    return decorate


def org_page(request: HttpRequest, template: str, enterprise: Enterprise, **context: Any) -> HttpResponse:
    """`template` is the name of the page, without folder and ending."""
    status = context.pop("status", 200)
    shared = {
        "enterprise": enterprise,
        "demo": enterprise.is_demo,
        "section": "funds",
        "tabs": _tabs(request.user, enterprise, template),
        "rules": may_rule(request.user, enterprise),
        "keeps": may_keep_file(request.user, enterprise),
        "proposes": may_propose_account(request.user, enterprise),
    }
    return render(request, f"enterprises/{template}.html", shared | context, status=status)


def _tabs(user: Any, enterprise: Enterprise, template: str) -> list[dict[str, Any]]:
    names = {
        "org_file": _("Enterprise file"),
        "org_figures": _("Yearly figures"),
        "org_account": _("Bank account"),
        "org_people": _("People"),
        "org_documents": _("Vault of papers"),
        "org_offers": _("Offers"),
    }
    if is_owner(user, enterprise):
        names["org_tokens"] = _("Software")
    urls = {name: reverse(f"enterprises:{name}", args=[enterprise.pk]) for name in names}
    return [{"title": title, "url": urls[name], "current": template in PAGES[name]} for name, title in names.items()]


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except PortalError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)


def answered(form: Any) -> int:
    """The status of a page with this form."""
    return 422 if form.is_bound and form.errors else 200
