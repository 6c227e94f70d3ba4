"""The living catalogue of components, for everybody who builds pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import translation

from portal.core.styleguide_samples import SampleForm, samples


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    context = samples(translation.get_language() or settings.LANGUAGE_CODE)
    context |= {
        "demo": True,
        "csrf_token": get_token(request),
        "sample_form": SampleForm(),
        "wrong_form": SampleForm({}, prefix="wrong"),
    }
    return render(request, "styleguide.html", context)
