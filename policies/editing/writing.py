"""What a person does on the page of an edit: save it, take a step. Answers with a redirect, or with the page again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from policies.editing.drafts import save_draft
from policies.editing.editors import Editor, editor_of
from policies.editing.moment import MomentForm, SummaryForm
from policies.editing.page import page
from policies.editing.versions import bare
from policies.exceptions import SavedMeanwhile
from policies.models import Revision
from policies.workflow import revision_flow
from portal.core.exceptions import PortalError

PAGE = "admin:policies_revision_change"
Answer = HttpResponse | dict[str, Any]


def save(request: HttpRequest, revision: Revision) -> Answer:
    """Keep the draft; then take the step, or add the rows, that the button asked for."""
    editor = editor_of(revision.subject)(revision.content, request.POST)
    about = SummaryForm(revision, request.POST)
    if getattr(editor, "redisplays", False):
        return _again(request, revision, editor, about)
    if not all([editor.is_valid(), about.is_valid()]):
        faults = getattr(editor, "faults", list)()
        return _again(request, revision, editor, about) | {"status": 422, "has_errors": True, "faults": faults}
    content = {name: value for name, value in editor.content().items() if name != "collisions"}
    try:
        saved = save_draft(revision, content=content, stamp=request.POST.get("stamp", ""), **about.cleaned_data)
    except SavedMeanwhile as error:
        theirs = editor_of(revision.subject).compare(bare(error.content), bare(content))
        conflict = {"problem": error.message, "stamp": error.stamp, "conflict": theirs, "status": error.status}
        return _again(request, revision, editor, about) | conflict
    except PortalError as error:
        return _again(request, revision, editor, about) | {"problem": error.message, "status": error.status}
    if request.POST.get("step"):
        return take_step(request, saved, request.POST["step"])
    messages.success(request, _("The draft is saved."))
    response = redirect(PAGE, revision.pk)
    if request.POST.get("add"):
        response["Location"] += f"?{urlencode({'add': request.POST['add']})}#{request.POST['add']}"
    return response


def with_more_rows(request: HttpRequest, revision: Revision) -> Editor | None:
    """The form with empty rows in one of its lists, as the address asks; nothing is kept before something stands
    in them."""
    kind = editor_of(revision.subject)
    with_rows = getattr(kind, "with_rows", None)
    if with_rows is None or not request.GET.get("add"):
        return None
    return kind(with_rows(revision.content, request.GET["add"]))


def take_step(request: HttpRequest, revision: Revision, name: str) -> Answer:
    """404 for a step that no person takes, 403 for somebody else's."""
    step = revision_flow.steps.get(name)
    if step is None or step.allowed is None:
        raise Http404
    if revision.state in step.sources and not step.allowed(request.user, revision):
        raise PermissionDenied
    data: dict[str, Any] = {"stamp": request.POST.get("stamp")} if name == "approve" else {}
    if name == "reschedule":
        form = MomentForm(revision, request.POST)
        if not form.is_valid():
            problem = " ".join(text for texts in form.errors.values() for text in texts)
            return page(revision, request.user) | {"problem": problem, "status": 422}
        data = form.cleaned_data
    comment = request.POST.get("comment", "")[:2000]
    if step.comment and not comment.strip():
        return page(revision, request.user) | {
            "problem": _("Say what is to be mended: the author reads it."),
            "status": 422,
        }
    try:
        revision_flow.take(revision, name, request.user, comment, **data)
    except PortalError as error:
        return _refused(request, revision, error)
    messages.success(request, _(": ").join([revision.number, str(step.done)]))
    return redirect(PAGE, revision.pk)


def _refused(request: HttpRequest, revision: Revision, error: PortalError) -> dict[str, Any]:
    """The page as it is saved, with the reason; the transaction was rolled back, so the row is read anew."""
    fresh = Revision.objects.select_related("policy", "measure", "author", "unit").get(pk=revision.pk)
    return page(fresh, request.user) | {"problem": error.message, "status": error.status}


def _again(request: HttpRequest, revision: Revision, editor: Editor, about: SummaryForm) -> dict[str, Any]:
    """The page with everything as it was typed. Its stamp stays too: what another window saved meanwhile is not to be
    overwritten by the next save."""
    kept = {"summary_form": about, "stamp": request.POST.get("stamp", "")}
    return page(revision, request.user, editor=editor) | kept
