"""Open to everybody: does a receipt say what the portal received? By the code that stands on it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from enterprises.forms import VerifyForm
from enterprises.verifying import look_up, may_try, note_wrong
from portal.core.codes import read_code


@login_not_required
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """The code as it is typed from paper: case, spaces and hyphens do not matter."""
    form = VerifyForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("enterprises:verify_code", read_code(form.cleaned_data["code"]) or "-")
    status = 422 if form.errors else 200
    return render(request, "enterprises/verify.html", {"form": form, "section": "funds"}, status=status)


@login_not_required
@never_cache
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """A wrong code, one that never was and one that was almost right get the same answer; too many get none."""
    if not may_try(request):
        return render(request, "enterprises/verify.html", {"form": VerifyForm(), "too_many": True}, status=429)
    typed = read_code(code)
    found = look_up(typed)
    if found is None:
        note_wrong(request)
        context = {"form": VerifyForm(initial={"code": typed}), "unknown": True, "section": "funds"}
        return render(request, "enterprises/verify.html", context, status=404)
    if code != typed:
        return redirect("enterprises:verify_code", typed)
    return render(request, "enterprises/verified.html", {"found": found, "demo": found.is_demo, "section": "funds"})
