"""The inbox: a person's own messages, and which of them come by mail too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.notifications import actions, kinds
from portal.notifications.forms import PreferencesForm
from portal.notifications.models import Message
from portal.notifications.querysets import cursor_of

PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Newest first; the next page starts after the last message shown, so nothing is counted."""
    mine = Message.objects.visible_to(request.user)
    cursor = request.GET.get("after", "")
    found = list(mine.after_cursor(cursor).newest_first()[: PAGE + 1])
    shown = found[:PAGE]
    return render(
        request,
        "notifications/inbox.html",
        {
            "notices": shown,
            "some_unread": any(notice.read_at is None for notice in shown),
            "first_url": reverse("notifications:inbox") if cursor else "",
            "next_url": f"?after={cursor_of(shown[-1])}" if len(found) > PAGE else "",
        },
    )


@login_required
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening a message marks it as read."""
    mine = Message.objects.visible_to(request.user).filter(pk=pk)
    notice = get_object_or_404(mine)
    if notice.read_at is None:
        mine.mark_read()
    return render(request, "notifications/message.html", {"notice": notice})


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Message.objects.visible_to(request.user).mark_read()
    return redirect("notifications:inbox")


@login_required
def settings(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(request.user, form.cleaned_data)
        messages.success(request, _("Your message settings are saved."))
        return redirect("notifications:settings")
    locked = [kind for kind in kinds.declared() if not kind.optional]
    return render(request, "notifications/settings.html", {"form": form, "locked": locked})
