"""The catalogue shows every component, and only to those who build the portal."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import translation

from portal.core.styleguide import styleguide

COMPONENTS = Path(settings.ROOT) / "templates" / "components"
# For a form that is not called "form"; nothing to show.
INVISIBLE = {"error_prefix.html"}
# Only with a signed-in person.
SIGNED_IN = {"user_links.html", "messages.html"}


def show(language: str) -> tuple[HttpResponse, set[str]]:
    seen: set[str] = set()

    def note(template, **_kwargs) -> None:
        seen.add(template.name)

    request = RequestFactory().get(f"/{language}/styleguide/")
    request.user = AnonymousUser()
    template_rendered.connect(note)
    try:
        with translation.override(language):
            return styleguide(request), seen
    finally:
        template_rendered.disconnect(note)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_shown(settings, language: str) -> None:
    settings.DEBUG = True
    response, seen = show(language)
    assert response.status_code == 200
    names = {f"components/{path.name}" for path in COMPONENTS.glob("*.html") if path.name not in INVISIBLE | SIGNED_IN}
    assert names - seen == set()


def test_nothing_inline(settings) -> None:
    settings.DEBUG = True
    response, _seen = show("en")
    page = response.content.decode()
    assert [word for word in (" style=", "<style", "<script", " onclick=") if word in page] == []


def test_hidden_from_visitors(settings) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        show("en")
