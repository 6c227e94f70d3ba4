"""What a link in a mail opens: confirm, choose, end. And the same choices for an account.

The link is the key, there is no session: so these forms need no CSRF token, and no cookie is set. A link that is
wrong, too old or ended answers alike. Opening a page changes nothing, because programs that check mails open links.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from policies.alerts import asking, following, searches
from policies.alerts.forms import RhythmForm
from policies.alerts.links import DIGITS, follower_by, page_url
from policies.models import Follower
from policies.models.follows import Followed

PAGE_METHODS = ["GET", "HEAD", "POST"]


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to whoever holds the link; neither kept by a cache nor told to the next page."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(login_not_required(never_cache(require_http_methods(PAGE_METHODS)(guarded))))


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "policies/alerts_gone.html", status=404)


@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        follower = asking.confirm(token)
        return redirect(page_url(follower, "manage")) if follower else _gone(request)
    waiting = asking.asked_by(token)
    if not waiting:
        return _gone(request)
    return render(request, "policies/alerts_confirm.html", {"items": _described(waiting), "first": waiting[0]})


@by_link
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One POST ends everything: from our button, or from the mail program's own, which follows no redirect."""
    follower = follower_by(token, "end")
    if follower is None:
        return _gone(request)
    if request.method == "POST":
        return _end(request, follower)
    return render(request, "policies/alerts_end.html", {"count": follower.follows.count()})


@by_link
def manage(request: HttpRequest, token: str) -> HttpResponse:
    follower = follower_by(token, "manage")
    return _choices(request, follower) if follower else _gone(request)


@login_required
@never_cache
@require_http_methods(PAGE_METHODS)
def mine(request: HttpRequest) -> HttpResponse:
    return _choices(request, following.of_account(request.user))


def _choices(request: HttpRequest, follower: Follower | None) -> HttpResponse:
    """The list with its buttons, for the holder of a link or an account."""
    wanted = request.POST.get("do", "") if request.method == "POST" and follower else ""
    if follower and wanted == "end":
        return _end(request, follower)
    form = _rhythm(follower, request.POST if wanted == "rhythm" else None)
    if follower and wanted and not form.errors:
        _change(follower, wanted, form, request.POST.get("pk", ""))
        by_link = request.path != reverse("alerts:mine")
        return redirect((page_url(follower, "manage") if by_link else request.path) + "?saved=1")
    context = {
        "follower": follower,
        "form": form,
        "items": _described(following.follows_of(follower) if follower else []),
        "saved": "saved" in request.GET,
    }
    return render(request, "policies/alerts_manage.html", context)


def _rhythm(follower: Follower | None, data: Any) -> RhythmForm:
    chosen = {"frequency": follower.frequency, "language": follower.language} if follower else {}
    return RhythmForm(data, initial=chosen)


def _change(follower: Follower, wanted: str, form: RhythmForm, number: str) -> None:
    """One button of the page; what is not on the list, or not this follower's, changes nothing."""
    pk = int(number) if number.isascii() and number.isdigit() and len(number) <= DIGITS else 0
    if wanted == "rhythm" and form.is_valid():
        following.set_rhythm(follower, **form.cleaned_data)
    elif wanted in ("mute", "unmute"):
        following.mute(follower, pk, muted=wanted == "mute")
    elif wanted == "remove":
        following.remove(follower, pk)
    elif wanted == "renew":
        following.renew_links(follower)


def _end(request: HttpRequest, follower: Follower) -> HttpResponse:
    following.end(follower)
    return render(request, "policies/alerts_ended.html")


def _described(rows: Sequence[Followed]) -> list[dict[str, Any]]:
    """What is followed, in words: {row, kind, title, url}."""
    names = searches.names() if any(row.query for row in rows) else {}
    return [_describe(row, names) for row in rows]


def _describe(row: Followed, names: searches.Names) -> dict[str, Any]:
    target = row.target
    if target is None:
        return {
            "row": row,
            "kind": "",
            "title": searches.title(row.query, names),
            "url": searches.result_url(row.query),
        }
    return {"row": row, "kind": target._meta.verbose_name, "title": target.title, "url": target.get_absolute_url()}
