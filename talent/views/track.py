"""The look-up without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from talent.tracking.form import TrackForm
from talent.tracking.limits import may_look
from talent.tracking.looking import look_up
from talent.views.pages import frame


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Every wrong number, date or digit gets one and the same answer; too many get none."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    context = frame([], None, _("Where does my case stand?"))
    if not form.is_bound or not form.is_valid():
        return render(request, "talent/track.html", context | {"form": form}, status=422 if form.errors else 200)
    given = form.cleaned_data
    if not may_look(request, given["number"]):
        return render(request, "talent/track.html", context | {"form": TrackForm(), "too_many": True}, status=429)
    found = look_up(given["number"], given["digits"], given["birth_date"])
    return render(request, "talent/track.html", context | {"form": TrackForm(), "found": found, "asked": True})
