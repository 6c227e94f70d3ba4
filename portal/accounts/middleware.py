"""Sign-in as the rule, without losing what was typed; a second factor for officials."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models import BigAutoField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from portal.core.prepared import Prepared, Slot

# What a person can have typed in one form; more than that is no form of ours.
TYPED_LIMIT = 100_000
# Asked on every page that an official reads; what `allauth.mfa.utils.is_mfa_enabled` asks.
_authenticators: Prepared[Authenticator] = Prepared(
    lambda: Authenticator.objects.filter(user=Slot("user", BigAutoField())).values_list("pk")[:1]
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's rule that pages need sign-in; a form whose session had ended keeps its text until after sign-in."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        keeps = getattr(view_func, "keeps_typed", True)
        if keeps and request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) < TYPED_LIMIT:
            typed = request.POST.copy()
            typed.pop("csrfmiddlewaretoken", None)
            request.session["typed"] = {"path": request.path, "text": typed.urlencode()}
        return super().handle_no_permission(request, view_func)


def forget_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a form with a password or an account number: nothing of it is kept when the session has ended."""
    view.keeps_typed = False  # type: ignore[attr-defined]
    return view


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the session ended; it is given out once."""
    kept = request.session.get("typed")
    if not kept or kept["path"] != request.path or request.method != "GET":
        return None
    del request.session["typed"]
    return QueryDict(kept["text"])


class SecondFactorMiddleware:
    """Sends an official without a second factor to its enrolment, whatever the page asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and request.user.is_staff:
            in_account_pages = request.path.startswith(reverse("account_login").rsplit("login/", 1)[0])
            if not in_account_pages and not _authenticators.all(user=request.user.pk):
                return redirect("mfa_activate_totp")
        return self.get_response(request)
