"""The draft: the task list, and a section with all that can happen to it when it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from enterprises.actions import give_paper
from enterprises.check_answers import differences
from enterprises.drafting import (
    leave_section,
    mark_of,
    marks_of,
    open_section,
    present,
    save_section,
    saved_time,
)
from enterprises.evaluation import result_of
from enterprises.exceptions import Collision, DraftClosed
from enterprises.models import Application
from enterprises.section_forms import build as build_form
from enterprises.section_forms import (
    given,
    is_adjusted,
    refuse_too_many_files,
    sent_values,
    uploads,
    wrong_labels,
)
from enterprises.sections import Section, answers_so_far, live_papers, names_of, section_named, sections_of
from enterprises.signing import needs_signing, signature_of
from enterprises.views.common import editable, page
from portal.accounts.middleware import take_typed
from portal.core import clock
from portal.core.exceptions import PortalError


@editable
def tasks(request: HttpRequest, application: Application) -> HttpResponse:
    marks = marks_of(application)
    rows = [
        {
            "title": section.title,
            "hint": section.about,
            "state": _state(section, application),
            "slug": section.slug,
            "mark": (mark := marks.get(section.slug)),
            "saved": saved_time(mark) if mark else "",
            "present": present(mark, request.user) if mark else None,
        }
        for section in sections_of(application)
    ]
    done = sum(row["state"] == "done" for row in rows)
    complete = done == len(rows)
    signature = signature_of(application) if needs_signing(application) else None
    ready = complete and (signature is None or signature.holds)
    return page(
        request,
        "tasks",
        application,
        rows=rows,
        done=done,
        sections_done=complete,
        ready=ready,
        signature=signature,
    )


def _state(section: Section, application: Application) -> str:
    if section.complete(application):
        return "done"
    return "in_progress" if _begun(section, application) else "not_started"


def _begun(section: Section, application: Application) -> bool:
    if section.slug == "conditions":
        return bool(application.facts)
    if section.slug == "papers":
        return bool(live_papers(application))
    answers = answers_so_far(application) if section.form is not None else application.answers
    return any(answers.get(name) for name in names_of(application, section.slug))


@editable
def section(request: HttpRequest, application: Application, slug: str) -> HttpResponse:
    """A section that the answers do not bring up (any more) leads back to the task list."""
    found = section_named(application, slug)
    if found is None or slug == "papers":
        return redirect("enterprises:tasks" if found is None else "enterprises:papers", application.number)
    if request.method != "POST":
        return _opened(request, application, found)
    if not _same_form(request, application, found):
        return _another_form(request, application)
    if "X-Autosave" in request.headers:
        return _autosave(request, application, found)
    return _sent(request, application, found)


def _opened(request: HttpRequest, application: Application, found: Section) -> HttpResponse:
    mark = open_section(application, found.slug, request.user)
    typed = take_typed(request)
    form = build_form(application, found, typed)
    seen = _number(typed.get("seen", "")) if typed else mark.revision
    return _show(request, application, found, form, seen=seen, mark=mark, typed=typed)


def _show(
    request: HttpRequest, application: Application, found: Section, form: forms.Form, *, seen: int, **context: Any
) -> HttpResponse:
    mark = context.pop("mark", None) or mark_of(application, found.slug)
    shown = {
        "form": form,
        "this": found,
        "seen": seen,
        "mark": mark,
        "saved": saved_time(mark),
        "present": present(mark, request.user),
        "live": found.slug == "conditions",
        "files": [paper for paper in live_papers(application) if paper.code.startswith("field:")] if found.form else [],
    }
    if shown["live"]:
        shown["result"] = result_of(application)
    wrong = form.is_bound and form.errors and not context.get("typed")
    template = "conditions" if found.slug == "conditions" else "section"
    return page(request, template, application, status=422 if wrong else 200, **shown, **context)


def _sent(request: HttpRequest, application: Application, found: Section) -> HttpResponse:
    """Saved and gone on; or saved to go on here (a row more, a look at the rules); or the page again with why not."""
    later, look = "later" in request.POST, "look" in request.POST
    form = build_form(application, found, request.POST, request.FILES, partial=later or look)
    if not is_adjusted(form) and form.is_valid():
        refuse_too_many_files(application, found, form)
    if is_adjusted(form) or form.errors:
        return _show(request, application, found, form, seen=_seen(request))
    try:
        _save(request, application, found, form, done=not (later or look))
    except Collision as collision:
        return _conflict(request, application, found, form, collision)
    except DraftClosed as closed:
        messages.error(request, closed.message)
        return redirect("enterprises:case", application.number)
    except PortalError as error:
        form.add_error(None, error.message)
        return _show(request, application, found, form, seen=mark_of(application, found.slug).revision)
    if look:
        return redirect("enterprises:section", application.number, found.slug)
    return _onwards(request, application, found)


def _save(request: HttpRequest, application: Application, found: Section, form: forms.Form, *, done: bool) -> None:
    """The answers first: a collision is told before any file is kept."""
    values = given(application, found, form)
    save_section(application, found.slug, user=request.user, seen=_seen(request), done=done, **values)
    for code, upload in uploads(found, form).items():
        give_paper(application, code, upload, request.user)


def _seen(request: HttpRequest) -> int:
    """The revision that the page showed; a request without it has seen nothing that was saved."""
    return _number(request.POST.get("seen", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _onwards(request: HttpRequest, application: Application, found: Section) -> HttpResponse:
    """Back to check-answers when the person came from there, otherwise to the task list."""
    leave_section(application, found.slug, request.user)
    said = {"time": f"{clock.now():%H:%M}", "section": found.title}
    messages.success(request, _("Saved at %(time)s: %(section)s.") % said)
    return redirect(
        "enterprises:check" if request.GET.get("from") == "check" else "enterprises:tasks", application.number
    )


# --- what can come between -------------------------------------------------------------------------


def _same_form(request: HttpRequest, application: Application, found: Section) -> bool:
    """A page of another version of the form asks other questions: its answers would land in the wrong places."""
    version = request.POST.get("version")
    if version is None:
        return found.form is None
    return version == str(application.form_version_id or "")


def _another_form(request: HttpRequest, application: Application) -> HttpResponse:
    text = _("This page belongs to another version of the form, so nothing was saved.")
    if "X-Autosave" in request.headers:
        return JsonResponse({"text": text}, status=409)
    return page(request, "form_changed", application, status=409, text=text)


def _conflict(
    request: HttpRequest, application: Application, found: Section, form: forms.Form, collision: Collision
) -> HttpResponse:
    """Mine beside theirs: nothing of mine is saved yet, and nothing of theirs is lost."""
    return page(
        request,
        "conflict",
        application,
        status=409,
        this=found,
        mark=collision.mark,
        saved=saved_time(collision.mark),
        own=collision.mark.saved_by_id == request.user.pk,
        rows=differences(application, found, given(application, found, form)),
        files=bool(uploads(found, form)),
        sent=sent_values(request.POST),
        later="later" in request.POST,
    )


def _autosave(request: HttpRequest, application: Application, found: Section) -> JsonResponse:
    """Save what is right of what stands in the page at this moment; the page's script says so to the person."""
    form = build_form(application, found, request.POST, partial=True)
    form.is_valid()
    done = found.slug in application.done_sections and build_form(application, found, request.POST).is_valid()
    try:
        values = given(application, found, form)
        mark = save_section(application, found.slug, user=request.user, seen=_seen(request), done=done, **values)
    except PortalError as error:
        answer = {"text": error.message}
        if isinstance(error, Collision):
            answer["text"] += " " + _("Save to compare both versions; nothing of theirs will be lost.")
        return JsonResponse(answer, status=409)
    other = present(open_section(application, found.slug, request.user), request.user)
    return JsonResponse({
        "revision": mark.revision,
        "text": _autosaved(wrong_labels(form)),
        "present": _("%(who)s has this section open, too.") % {"who": other} if other else "",
        "html": _verdict(application) if found.slug == "conditions" else "",
    })  # fmt: skip


def _autosaved(wrong: list[str]) -> str:
    text = _("Saved at %(time)s.") % {"time": f"{clock.now():%H:%M}"}
    return text + (" " + _("Not saved yet: %(names)s.") % {"names": _(", ").join(wrong)} if wrong else "")


def _verdict(application: Application) -> str:
    return render_to_string("enterprises/_verdict.html", {"result": result_of(application), "call": application.call})
