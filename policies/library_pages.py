"""What the pages of the library have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _


def breadcrumb(here: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the library to this page."""
    path = [(_("Policies"), reverse("policies:library")), *between]
    return [{"title": str(title), "url": url} for title, url in path] + [{"title": here}]
