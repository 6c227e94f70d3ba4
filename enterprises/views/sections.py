"""The draft: task list, sections, papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.actions import give_paper, save_answers, save_facts, take_back_paper
from enterprises.evaluation import result_of, rule_set_of
from enterprises.forms import SECTION_FORMS, PaperForm
from enterprises.models import Application
from enterprises.sections import BY_SLUG, FROM_FILE, SECTIONS, Section, live_papers, papers_needed, papers_to_upload
from enterprises.views.common import editable, page, posted
from policies.forms import FactsForm, facts_from_json
from portal.accounts.middleware import take_typed
from portal.core import clock
from portal.core.exceptions import PortalError


@editable
def tasks(request: HttpRequest, application: Application) -> HttpResponse:
    rows = [
        {"title": section.title, "hint": section.about, "state": _state(section, application), "slug": section.slug}
        for section in SECTIONS
    ]
    done = sum(row["state"] == "done" for row in rows)
    return page(request, "tasks", application, rows=rows, done=done, ready=done == len(rows))


def _state(section: Section, application: Application) -> str:
    if section.complete(application):
        return "done"
    return "in_progress" if _begun(section, application) else "not_started"


def _begun(section: Section, application: Application) -> bool:
    if section.slug == "conditions":
        return bool(application.facts)
    if section.slug == "papers":
        return bool(live_papers(application))
    return any(application.answers.get(name) for name in SECTION_FORMS[section.slug].base_fields)


@editable
def section(request: HttpRequest, application: Application, slug: str) -> HttpResponse:
    if slug == "papers":
        return redirect("enterprises:papers", application.number)
    if slug == "conditions":
        return _conditions(request, application)
    form_class = SECTION_FORMS.get(slug)
    if form_class is None:
        return redirect("enterprises:tasks", application.number)
    typed, later = take_typed(request), "later" in request.POST
    form = form_class(request.POST if request.method == "POST" else typed, initial=application.answers, partial=later)
    if request.method == "POST" and form.is_valid():
        save_answers(application, slug, form.cleaned_data, done=not later)
        return _onwards(request, application, slug)
    context = {"form": form, "this": BY_SLUG[slug], "typed": typed}
    return page(request, "section", application, status=_status(form), **context)


def _conditions(request: HttpRequest, application: Application) -> HttpResponse:
    typed, later = take_typed(request), "later" in request.POST
    form = FactsForm(
        rule_set_of(application),
        request.POST if request.method == "POST" else typed,
        initial=facts_from_json(application.facts),
        exclude=FROM_FILE,
        partial=later,
    )
    if request.method == "POST" and form.is_valid():
        save_facts(application, form.facts(), done=not later)
        return _onwards(request, application, "conditions")
    context = {"form": form, "this": BY_SLUG["conditions"], "typed": typed, "result": result_of(application)}
    return page(request, "conditions", application, status=_status(form), **context)


def _status(form: object) -> int:
    return 422 if form.is_bound and form.errors else 200  # type: ignore[attr-defined]


def _onwards(request: HttpRequest, application: Application, slug: str) -> HttpResponse:
    """Back to check-answers when the person came from there, otherwise to the task list."""
    messages.success(
        request,
        _("Saved at %(time)s: %(section)s.") % {"time": f"{clock.now():%H:%M}", "section": BY_SLUG[slug].title},
    )
    return redirect(
        "enterprises:check" if request.GET.get("from") == "check" else "enterprises:tasks", application.number
    )


@editable
def papers(request: HttpRequest, application: Application) -> HttpResponse:
    given = live_papers(application)
    rows = [
        {
            "paper": paper,
            "files": [file for file in given if file.code == paper.code],
            "uploaded": paper in papers_to_upload(application),
        }
        for paper in papers_needed(application)
    ]
    return page(request, "papers", application, rows=rows, this=BY_SLUG["papers"])


@editable
def paper(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """Upload one file for one paper; wrong files are refused with the reason, the others stay."""
    kind = next((kind for kind in papers_to_upload(application) if kind.code == code), None)
    if kind is None:
        return redirect("enterprises:papers", application.number)
    form = PaperForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_paper(application, code, form.cleaned_data["file"], request.user)
        except PortalError as error:
            form.add_error("file", error.message)
        else:
            return redirect("enterprises:papers", application.number)
    files = [file for file in live_papers(application) if file.code == code]
    return page(request, "paper", application, status=_status(form), form=form, paper=kind, files=files)


@require_POST
@editable
def remove_paper(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    get_object_or_404(application.papers, pk=pk)
    take_back_paper(application, pk)
    return redirect("enterprises:papers", application.number)
