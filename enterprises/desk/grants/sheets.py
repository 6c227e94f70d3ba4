"""The lists of a run as workbooks, whole and with the reasons in words, and the errors of a roster."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from tablib import Dataset

from enterprises.desk.grants.lines import chosen, explained
from enterprises.desk.grants.pages import problems
from enterprises.desk.grants.query import LineQuery
from enterprises.enums import GrantAnswer
from enterprises.grants.computing import Measure
from enterprises.models import GrantLine, GrantRun
from portal.core import clock
from portal.core.sheets import XLSX, disarmed

PART = 500


def workbook(run: GrantRun, query: LineQuery) -> HttpResponse:
    """Everything that the list's page shows, and the row of the roster as it came."""
    known = Measure.of(run).columns
    own = [name for name in run.columns if name not in ("credit_code", "name")]
    sheet = Dataset(title=query.list)
    sheet.headers = [
        _("Unified Social Credit Code"), _("Name of the enterprise"), _("Amount by the rule (CNY)"),
        _("Amount offered (CNY)"), _("Why"), _("The enterprise’s answer"), _("To be answered by"),
        *(capfirst(str(known[name].heading)) for name in own),
    ]  # fmt: skip
    places = [run.columns.index(name) for name in own]
    for line, reasons in _parts(run, query):
        sheet.append([*_about(line, reasons), *(line.cells[place] for place in places)])
    data = XLSX().export_data(sheet)
    response = HttpResponse(data, content_type=XLSX().get_content_type())
    name = f"{run.call.code}-{run.number}-{query.list}-{clock.today():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _parts(run: GrantRun, query: LineQuery) -> Iterator[tuple[GrantLine, list[str]]]:
    last = 0
    while lines := list(chosen(run, query).filter(pk__gt=last)[:PART]):
        reasons = explained(run, lines)
        for line in lines:
            yield line, reasons.get(line.pk, [])
        last = lines[-1].pk


def _about(line: GrantLine, reasons: list[str]) -> list[Any]:
    answered = line.offered_at is not None or line.answer != GrantAnswer.NONE
    return [
        line.credit_code,
        line.name,
        line.computed_cny,
        line.amount_cny,
        "\n".join(reasons),
        str(line.shown_answer()) if answered else "",
        line.answer_by.isoformat() if line.answer_by else "",
    ]


def errors_file(run: GrantRun) -> HttpResponse:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([_("Row"), _("Cell"), _("Heading"), _("Error")])
    for one in problems(run):
        writer.writerow([disarmed(cell) for cell in (one["row"] or "", one["place"], one["heading"], one["text"])])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{run.call.code}-{run.number}-errors.csv"'
    return response
