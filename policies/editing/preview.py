"""An edit as the public would see it: drawn by the public view itself, so it can't differ from what comes of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext as _

from policies.editing.editors import editor_of
from policies.editing.rehearsal import UNFIT, rehearsal
from policies.exceptions import NotReady
from policies.models import Revision


def preview(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Raises NotReady where the content can't stand in the rows yet."""
    try:
        with rehearsal(revision.subject, revision.content, revision.target) as live:
            body = _drawn(request, revision, live.get_absolute_url())
    except UNFIT as error:
        problems = editor_of(revision.subject).problems(revision.content)
        raise NotReady(_("There is no preview yet: mend what blocks publication first."), problems) from error
    # A new answer, without the public page's own mark for the cache.
    return HttpResponse(body)


def _drawn(request: HttpRequest, revision: Revision, path: str) -> bytes:
    messages.info(request, _("Preview of %(number)s. None of this is published.") % {"number": revision.number})
    found = resolve(path)
    return found.func(request, *found.args, **found.kwargs).content
