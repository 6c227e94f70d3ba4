"""The admin as the officials' desk: its menu names the work, its door is the portal's own sign-in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from enterprises.desk.access import is_official, is_only_consulted, person
from enterprises.desk.query import Query
from enterprises.desk.queue import desk_counts, number
from enterprises.desk.reports.page import may_read as may_read_reports
from enterprises.experts.page import open_count
from enterprises.experts.permissions import scores
from policies.editing.desk import waiting_for
from policies.permissions import may_read_desk
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import pagecache
from portal.core.prepared import Kept
from talent.desk.access import works_at_desk
from talent.desk.query import Query as CaseQuery
from talent.desk.queue import desk_counts as case_counts
from talent.models import Guide
from talent.models.base import Checked

# Which lists a person's posts open is worked out once in a while, not on every page.
MENU_SECONDS = 15
_records_of: Kept[dict[str, list[tuple[str, str]]]] = Kept(64, MENU_SECONDS)
QUEUE, SCORING = "admin:enterprises_application_changelist", "admin:enterprises_sheet_changelist"
CONSULTATIONS = "admin:enterprises_consultation_changelist"
CASES = "admin:talent_talentcase_changelist"
# The groups of the menu in their order; what belongs to no service is the system's.
TITLES = {
    "funds": gettext_lazy("Funds"),
    "review": gettext_lazy("Review and decision"),
    "money": gettext_lazy("Money and after"),
    "policies": gettext_lazy("Policies"),
    "talent": gettext_lazy("Talent"),
    "facts": gettext_lazy("Facts on the talent pages"),
    "system": gettext_lazy("System"),
}
OF_REVIEW = frozenset(
    {"consultation", "creditrecord", "draw", "expert", "grantrun", "notice", "objection", "panel", "sheet"}
)
OF_MONEY = frozenset({"budgetentry", "controlsample", "fundsplan", "paymentbatch", "reconciliation", "recoveryorder"})
# The queue stands at the top of the menu already, edits and claims at the top of their group.
AT_THE_TOP = frozenset(
    {
        *("enterprises.application", "enterprises.claim", "enterprises.sheet", "policies.revision"),
        *("talent.talentcase", "talent.partnerquestion"),
    }
)


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = gettext_lazy("Officials' desk")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The desk's menu in the place of the admin's own, which is worked out only where a page reads it."""
        allowed = self.has_permission(request)
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/",
            "has_permission": allowed,
            "available_apps": SimpleLazyObject(lambda: self.get_app_list(request)),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "log_entries": self.get_log_entries(request),
            "desk_menu": desk_menu(request, self) if allowed else [],
            "desk_unit": desk_unit(request) if allowed else "",
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever works at the desk begins with the queue; the list of all records is a page of its own."""
        if is_official(request.user) and "records" not in request.GET:
            if is_only_consulted(request.user):
                return redirect(CONSULTATIONS)
            return redirect(SCORING if _only_scores(request.user) else QUEUE)
        if works_at_desk.test(request.user) and "records" not in request.GET:
            return redirect(CASES)
        return super().index(request, {"desk_title": _("All records")} | (extra_context or {}))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's sign-in, with its second factor and its lock after failures; not the admin's own form."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(target)


def desk_menu(request: HttpRequest, site: admin.AdminSite) -> list[dict[str, Any]]:
    """Groups of {title, items}: the work first, then what the reader may look up."""
    menu = [{"title": "", "items": _work(request)}] if is_official(request.user) else []
    if works_at_desk.test(request.user):
        # Whoever works at both desks needs a word between their lists.
        menu.append({"title": TITLES["talent"] if menu else "", "items": _cases(request)})
    key = (id(site), person(request.user), get_language(), pagecache.cleared())
    records = _records_of.of(key, lambda: _records(request, site))
    first = {"funds": _registry, "policies": _editing}
    for group, title in TITLES.items():
        items = first[group](request) if group in first else []
        items += [_item(request, name, url) for name, url in records.get(group, ())]
        menu.append({"title": title, "items": items})
    if request.user.is_superuser:
        menu[-1]["items"].append(_item(request, _("All records"), reverse("admin:index") + "?records=1"))
    return [group for group in menu if group["items"]]


def _group(meta: Options, user: User) -> str:
    """The facts of the public pages are many and seldom touched: they stand behind the talent desk's other lists."""
    if meta.app_label == "talent" and issubclass(meta.model, Checked) and meta.model is not Guide:
        return "facts"
    if meta.label_lower == "enterprises.label" and not is_official(user):
        return "talent"
    if meta.app_label != "enterprises":
        return meta.app_label if meta.app_label in TITLES else "system"
    return "review" if meta.model_name in OF_REVIEW else "money" if meta.model_name in OF_MONEY else "funds"


def desk_unit(request: HttpRequest) -> str:
    """The reader's post and unit; nothing for somebody without a post, whose name stands there then."""
    posts = request.user.held_posts()
    return str(posts[0]) if posts else ""


def _work(request: HttpRequest) -> list[dict[str, Any]]:
    counts = desk_counts(request)
    lists = (
        (_("My to-do"), Query(), "mine"),
        (_("The desk’s work"), Query(whole_desk=True), "desk"),
        (_("To sign"), Query(tab="sign"), "sign"),
    )
    items = [_item(request, title, query.url(), number(counts[name])) for title, query, name in lists]
    if not scores.test(request.user):
        return items
    mine = _item(request, _("My scoring"), reverse(SCORING), number(open_count(request.user)))
    return [mine] if _only_scores(request.user) else [mine, *items]


def _only_scores(user: User) -> bool:
    """Experts from outside have no queue: their work is their sheets."""
    return not user.is_superuser and {role for role, _unit in user.held()} == {Role.EXPERT}


def _editing(request: HttpRequest) -> list[dict[str, Any]]:
    """For whoever may edit what the city publishes, with how many edits wait for their eyes."""
    if not may_read_desk(request.user):
        return []
    edits, care = reverse("admin:policies_revision_changelist"), reverse("admin:policies_content_care")
    waiting = waiting_for(request.user)
    return [
        _item(request, _("Edits"), edits, str(waiting) if waiting else None),
        _item(request, _("Content care"), care),
    ]


def _registry(request: HttpRequest) -> list[dict[str, Any]]:
    """Claims with how many wait, and what the registry counts."""
    if not is_official(request.user):
        return []
    items = [_item(request, _("Market entities"), reverse("admin:enterprises_enterprise_counting"))]
    if may_read_reports(request.user):
        items.append(_item(request, _("Reports"), reverse("admin:enterprises_application_reports")))
    waiting = desk_counts(request).get("claims")
    if waiting is not None:
        claims = reverse("admin:enterprises_claim_changelist")
        items.insert(0, _item(request, _("Claims to enterprises"), claims, number(waiting) if waiting else None))
    return items


def _cases(request: HttpRequest) -> list[dict[str, Any]]:
    """The talent desk's own work: its lists with how many cases are in each, then what else it looks after."""
    counts = case_counts(request)
    lists = (
        (_("Facilitation cases: my work"), "mine"),
        (_("The team’s cases"), "team"),
        (_("Overdue"), "overdue"),
        (_("Letters to sign"), "sign"),
        (_("With a partner authority"), "partner"),
        (_("Inquiries"), "inquiries"),
    )
    pages = (
        (_("Questions to partner authorities"), "admin:talent_partnerquestion_changelist"),
        (_("Times and causes of delay"), "admin:talent_talentcase_reports"),
        (_("Facts and translations to check"), "admin:talent_guide_care"),
    )
    items = [_item(request, title, CaseQuery(tab=tab).url(), number(counts[tab])) for title, tab in lists]
    return items + [_item(request, title, reverse(page)) for title, page in pages]


def _shown(model_admin: admin.ModelAdmin, request: HttpRequest) -> bool:
    """Officials see what their posts open to them; Django's own permissions cost queries on every page, so what
    rests on those alone stands in "all records"."""
    by_role = type(model_admin).has_view_permission is not admin.ModelAdmin.has_view_permission
    return (by_role or request.user.is_superuser) and model_admin.has_view_permission(request)


def _records(request: HttpRequest, site: admin.AdminSite) -> dict[str, list[tuple[str, str]]]:
    """By group: the lists that the reader's posts open, with their addresses."""
    found: dict[str, list[tuple[str, str]]] = {}
    for model_admin in site._registry.values():
        meta = model_admin.opts
        if meta.label_lower in AT_THE_TOP or not _shown(model_admin, request):
            continue
        try:
            url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        except NoReverseMatch:
            continue
        title = str(meta.verbose_name_plural)
        found.setdefault(_group(meta, request.user), []).append((title[:1].upper() + title[1:], url))
    return found


def _item(request: HttpRequest, title: str, url: str, count: str | None = None) -> dict[str, Any]:
    return {"title": title, "url": url, "count": count, "current": _is_current(request, url)}


def _is_current(request: HttpRequest, url: str) -> bool:
    """The queue's lists share a path: their tab and view tell them apart."""
    path, _mark, _rest = url.partition("?")
    if path != request.path:
        return False
    given = request.GET
    if path == reverse(CASES):
        return url == CaseQuery(tab=given.get("tab") or "mine").url()
    if path != reverse(QUEUE):
        return True
    same = Query(tab=given.get("tab") or "handle", whole_desk=given.get("view") == "desk")
    return url == same.url()
