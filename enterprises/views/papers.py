"""The papers of a draft: what is asked for, one file for one paper, take a file back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from enterprises.actions import give_from_vault, give_paper, take_back_paper
from enterprises.forms import PaperForm
from enterprises.models import Application, VaultPaper
from enterprises.sections import BY_SLUG, definition, live_papers, papers_needed, papers_to_upload
from enterprises.vault import for_paper
from enterprises.views.common import editable, page, posted
from portal.core.exceptions import PortalError
from portal.core.keys import read_key


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
    """One file for one paper, uploaded or out of the vault; a wrong one is refused with the reason, the others stay."""
    kind = next((kind for kind in papers_to_upload(application) if kind.code == code), None)
    if kind is None:
        return redirect("enterprises:papers", application.number)
    from_vault = "vault" in request.POST
    form = PaperForm(None if from_vault else posted(request), request.FILES or None)
    problem = ""
    if from_vault or (request.method == "POST" and form.is_valid()):
        try:
            if from_vault:
                give_from_vault(application, code, _kept(request, application), request.user)
            else:
                give_paper(application, code, form.cleaned_data["file"], request.user)
        except PortalError as error:
            problem = error.message
            if not from_vault:
                form.add_error("file", problem)
        else:
            return redirect("enterprises:papers", application.number)
    files = [file for file in live_papers(application) if file.code == code]
    context = {"form": form, "paper": kind, "files": files, "kept": for_paper(application.enterprise, code)}
    if from_vault:
        context["problem"] = problem
    return page(request, "paper", application, status=422 if problem or form.errors else 200, **context)


def _kept(request: HttpRequest, application: Application) -> VaultPaper:
    """The paper that was chosen, of this enterprise's vault alone."""
    pk = request.POST["vault"]
    number = read_key(pk)
    return get_object_or_404(
        VaultPaper.objects.select_related("attachment"), enterprise=application.enterprise_id, pk=number
    )


@require_POST
@editable
def remove_paper(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """A file of a paper leads back to the papers, one of a field to the section where the field stands."""
    file = get_object_or_404(application.papers, pk=pk)
    try:
        take_back_paper(application, pk, request.user)
    except PortalError as error:
        messages.error(request, error.message)
    for section in definition(application).sections:
        if file.code in {field.paper_code for field in section.fields}:
            return redirect("enterprises:section", application.number, section.code)
    return redirect("enterprises:papers", application.number)
