"""The pages of an import, as contexts for the templates under templates/admin/policies/."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.enums import ImportPhase
from policies.imports import shown
from policies.imports.forms import Context, UploadForm, first_number
from policies.imports.noun import Noun
from policies.models import ImportJob
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.sheets import disarmed

RECENT = 10
ERRORS = 100
REFRESH_SECONDS = 2
TONES = {
    ImportPhase.WAITING: "sand",
    ImportPhase.READING: "sand",
    ImportPhase.APPLYING: "sand",
    ImportPhase.CHECKED: "sea",
    ImportPhase.DONE: "pine",
    ImportPhase.FAILED: "tile",
}


def form_page(noun: Noun, form: UploadForm) -> Context:
    columns = [
        {
            "heading": capfirst(str(noun.headings[column.name])),
            "required": column.heading,
            "note": noun.resource.notes.get(column.name, ""),
        }
        for column in noun.columns
    ]
    jobs = ImportJob.objects.of_noun(noun.code).for_lists()[:RECENT]
    return {
        "title": _("Import: %(list)s") % {"list": noun.model._meta.verbose_name_plural},
        "form": form,
        "columns": columns,
        "by_draft": noun.by_draft,
        "jobs": [_line(noun, job) for job in jobs],
        "export_url": _url(noun, "export"),
    }


def _line(noun: Noun, job: ImportJob) -> Context:
    return {
        "url": _url(noun, "import_job", job.pk),
        "file": job.file_name,
        "person": str(job.person),
        "at": moment_text(job.created_at),
        "phase": phase_text(job),
        "tone": "tile" if job.problem_count else TONES[ImportPhase(job.phase)],
    }


def phase_text(job: ImportJob) -> str:
    if job.phase == ImportPhase.CHECKED and job.problem_count:
        return _("Has errors")
    return str(ImportPhase(job.phase).label)


def job_page(noun: Noun, job: ImportJob, request: HttpRequest) -> Context:
    context = {
        "title": job.file_name,
        "job": job,
        "line": _line(noun, job),
        "by_draft": noun.by_draft,
        "list_title": noun.model._meta.verbose_name_plural,
        "form_url": _url(noun, "import"),
        "self_url": _url(noun, "import_job", job.pk),
        "mine": job.person_id == request.user.pk,
    }
    if job.is_at_work:
        return context | _progress(job)
    if job.phase == ImportPhase.FAILED:
        return context | {"refusal": shown.refusal(job)}
    context |= {"figures": _figures(job), "notes": shown.notes(job)}
    if job.problem_count:
        return context | _errors(noun, job, request)
    return context | _differences(noun, job, request)


def _progress(job: ImportJob) -> Context:
    """A bar; an import is written in one go, so its bar only says that it is under way."""
    counted = job.phase == ImportPhase.READING and job.rows_total
    return {
        "phase": str(ImportPhase(job.phase).label),
        "maximum": job.rows_total if counted else 0,
        "done": job.rows_done,
    }


def _figures(job: ImportJob) -> list[Context]:
    figures = [
        {"label": _("New rows"), "value": job.new_count},
        {"label": _("Changed rows"), "value": job.changed_count},
        {"label": _("Unchanged rows"), "value": job.same_count},
        {"label": _("Errors"), "value": job.problem_count, "tone": "tile" if job.problem_count else ""},
    ]
    return [figure | {"value": f"{figure['value']:,}"} for figure in figures]


def _errors(noun: Noun, job: ImportJob, request: HttpRequest) -> Context:
    number = first_number(request.GET.get("page"))
    found = list(shown.problems(noun, job))
    return {
        "errors": found[(number - 1) * ERRORS : number * ERRORS],
        "not_kept": max(job.problem_count - len(found), 0),
        "kept": len(found),
        "errors_url": _url(noun, "import_errors", job.pk),
        "pager": _pager(number, len(found), ERRORS, ""),
    }


def _differences(noun: Noun, job: ImportJob, request: HttpRequest) -> Context:
    kinds = {"changed": job.changed_count, "new": job.new_count}
    kind = request.GET.get("kind", "")
    if kind not in kinds:
        kind = "changed" if job.changed_count else "new"
    number = first_number(request.GET.get("page"))
    titles = {"changed": _("Changed rows"), "new": _("New rows")}
    return {
        "tabs": [
            {"title": titles[name], "url": f"?kind={name}", "count": count, "current": name == kind}
            for name, count in kinds.items()
        ],
        "rows": shown.Differences(noun, job, kind).page(number) if kinds[kind] else [],
        "kind": kind,
        "pager": _pager(number, kinds[kind], shown.PAGE, f"kind={kind}&"),
    }


def _pager(number: int, count: int, size: int, query: str) -> Context:
    last = max((count + size - 1) // size, 1)
    first, end = (number - 1) * size + 1, min(number * size, count)
    return {
        "previous_url": f"?{query}page={number - 1}" if number > 1 else "",
        "next_url": f"?{query}page={number + 1}" if number < last else "",
        "text": _("%(first)s–%(last)s of %(count)s") % {"first": first, "last": end, "count": f"{count:,}"},
    }


def errors_file(noun: Noun, job: ImportJob) -> HttpResponse:
    """All errors that were kept, for whoever mends the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([_("Row"), _("Column"), _("Heading"), _("Error")])
    for one in shown.problems(noun, job):
        cells: list[Any] = [one["row"] or "", one["column"], one["heading"], one["text"]]
        writer.writerow([disarmed(cell) for cell in cells])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"{noun.code}-import-{job.pk}-{clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _url(noun: Noun, name: str, *args: Any) -> str:
    return reverse(f"admin:{noun.model._meta.app_label}_{noun.model._meta.model_name}_{name}", args=args)
