"""The list of edits at the desk: whose turn it is, what waits for its day, what was published."""

from typing import Any

from django.db.models import BigAutoField, Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.editing.drafts import open_edits
from policies.enums import RevisionState, RevisionSubject
from policies.models import Measure, Policy, Revision
from policies.permissions import is_editor
from portal.accounts.models import User
from portal.core.dates import moment_text
from portal.core.prepared import Prepared, Slot

PAGE = 30
TONES = {
    RevisionState.DRAFT: "plain",
    RevisionState.CHECKING: "sand",
    RevisionState.SCHEDULED: "sea",
    RevisionState.PUBLISHED: "pine",
    RevisionState.DISCARDED: "plain",
}
TABS = ("mine", "check", "scheduled", "others", "published")
COUNTED = TABS[:4]
MOST_COUNTED = 100
OF_OTHERS = ~Q(author=Slot("user", BigAutoField())) | Q(author=None)
_waiting = Prepared(
    lambda: Revision.objects.filter(OF_OTHERS, state=RevisionState.CHECKING).order_by().values_list("pk")[:MOST_COUNTED]
)


def edits(request: HttpRequest) -> dict[str, Any]:
    """The context of the list (see templates/admin/index.html)."""
    subject, target = _target(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    rows = _of_target(subject, target) if target else Revision.objects.filter(_condition(tab, request.user))
    rows, following = _page(rows.filter(flow="revision"), request.GET.get("before", ""))
    title = _("Versions of “%(title)s”") % {"title": target.title} if target else _("Edits")
    return {
        "title": title,
        "desk_title": title,
        "desk_tabs": None if target else _tabs(request.user, tab),
        "desk_columns": [{"title": name} for name in (_("What"), _("Of"), _("Stage"), _("By"), _("When"))],
        "desk_queue": [_row(row) for row in rows],
        "desk_pager": {"next_url": f"?{urlencode(_kept(request) | {'before': following})}" if following else ""},
        "demo": any(row.is_demo for row in rows),
        "new_subjects": RevisionSubject.choices if is_editor.test(request.user) and not target else [],
        "target": target,
    }


def waiting_for(user: User) -> int:
    """How many edits this person could check now, up to MOST_COUNTED; asked on every page of the desk."""
    return len(_waiting.all(user=user.pk))


def on_their_way(target: Policy | Measure, *, but: Revision | None = None) -> list[dict[str, str]]:
    """Open edits of one thing, for a line each: more than one person may be at work on it."""
    return [
        {
            "number": edit.number,
            "url": reverse("admin:policies_revision_change", args=[edit.pk]),
            "state": str(RevisionState(edit.state).label),
            "author": str(edit.author or ""),
        }
        for edit in open_edits(target).defer("content")
        if but is None or edit.pk != but.pk
    ]


def _target(request: HttpRequest) -> tuple[str, Policy | Measure | None]:
    for subject, model in ((RevisionSubject.POLICY, Policy), (RevisionSubject.MEASURE, Measure)):
        pk = request.GET.get(subject, "")
        if pk.isascii() and pk.isdigit() and len(pk) < 19:
            return subject, model.objects.filter(pk=pk).first()
    return "", None


def _of_target(subject: str, target: Policy | Measure) -> QuerySet[Revision]:
    return Revision.objects.filter(**{subject: target}).exclude(state=RevisionState.DISCARDED)


def _condition(tab: str, user: User) -> Q:
    return {
        "mine": Q(state=RevisionState.DRAFT, author=user),
        "others": Q(state=RevisionState.DRAFT) & ~Q(author=user),
        "check": Q(state=RevisionState.CHECKING),
        "scheduled": Q(state=RevisionState.SCHEDULED),
        "published": Q(state=RevisionState.PUBLISHED),
    }[tab]


def _page(rows: QuerySet[Revision], before: str) -> tuple[list[Revision], int | None]:
    """The newest first, by key; the key after which the next page begins."""
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=before)
    titles = {f"title_{half}": KT(f"content__fields__title_{half}") for half in ("zh", "en")}
    shown = rows.select_related("author").annotate(**titles).defer("content").order_by("-pk")
    found = list(shown[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.GET.items() if name in {"tab", "policy", "measure"}}


def _tabs(user: User, current: str) -> list[dict[str, Any]]:
    counts = Revision.objects.filter(flow="revision", state__in=_states()).aggregate(
        **{tab: Count("pk", filter=_condition(tab, user)) for tab in COUNTED}
    )
    titles = {
        "mine": _("My drafts"),
        "check": _("To check"),
        "scheduled": _("Scheduled"),
        "others": _("Others’ drafts"),
        "published": _("Published"),
    }
    return [
        {
            "title": titles[tab],
            "url": f"{reverse('admin:policies_revision_changelist')}?tab={tab}",
            "count": counts.get(tab),
            "urgent": tab == "check",
            "current": tab == current,
        }
        for tab in TABS
    ]


def _states() -> tuple[str, ...]:
    return RevisionState.DRAFT, RevisionState.CHECKING, RevisionState.SCHEDULED


def _row(row: Any) -> dict[str, Any]:
    chinese = (get_language() or "zh").startswith("zh")
    titles = (row.title_zh, row.title_en) if chinese else (row.title_en, row.title_zh)
    state = RevisionState(row.state)
    name = _("Version %(number)s") % {"number": row.version} if row.version else str(state.label)
    return {
        "pk": row.pk,
        "number": row.number,
        "url": reverse("admin:policies_revision_change", args=[row.pk]),
        "cells": [
            {"text": titles[0] or titles[1] or _("(no title yet)"), "cut": True},
            {"text": row.get_subject_display()},
            {"text": name, "chip": True, "tone": TONES[state]},
            {"text": str(row.author) if row.author else _("From a file"), "cut": True},
            {"text": moment_text(row.published_at or row.publish_at or row.updated_at)},
        ],
    }
