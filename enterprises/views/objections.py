"""Open to everybody: object to an entry of a notice, keep the receipt, look up where the objection stands."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from enterprises.models import Notice, Objection
from enterprises.notices.objecting import may_object, note_objection, receive
from enterprises.notices.objection_paper import receipt_pdf
from enterprises.notices.page import notice_page
from enterprises.objection_forms import CodeForm, ObjectionForm
from enterprises.verifying import may_try, note_wrong
from portal.core.codes import read_code
from portal.core.exceptions import PortalError
from portal.core.papers import handed_out
from portal.reviews.models import WorkItem


@login_not_required
@never_cache
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """The form while the notice runs; afterwards the page says how else to be heard."""
    notice = get_object_or_404(Notice.objects.for_page(), number=number)
    context = notice_page(notice)
    if not context["running"]:
        return render(request, "enterprises/object.html", context | {"closed": True}, status=410)
    if not may_object(request):
        return render(request, "enterprises/object.html", context | {"too_many": True}, status=429)
    posted = request.method == "POST"
    data = request.POST if posted else None
    form = ObjectionForm(notice, data, request.FILES or None, line=request.GET.get("line", ""))
    problem = ""
    if posted and form.is_valid():
        line = get_object_or_404(notice.lines, position=int(form.cleaned_data["line"]))
        try:
            objection = receive(line, **form.values())
        except PortalError as error:
            problem = error.message
        else:
            note_objection(request)
            return redirect("enterprises:objection", objection.code)
    status = 422 if problem or form.errors else 200
    return render(request, "enterprises/object.html", context | {"form": form, "problem": problem}, status=status)


@login_not_required
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("enterprises:objection", read_code(form.cleaned_data["code"]) or "-")
    context = {"form": form, "section": "notices"}
    return render(request, "enterprises/objection_find.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def objection(request: HttpRequest, code: str) -> HttpResponse:
    """Number, entry, state, outcome: never who objected, which stands on no page."""
    found = _find(request, code)
    return found if isinstance(found, HttpResponse) else render(request, "enterprises/objection.html", _context(found))


@login_not_required
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    found = _find(request, code)
    if isinstance(found, HttpResponse):
        return found

    def wait(error: PortalError) -> HttpResponse:
        context = _context(found) | {"busy": error.message}
        return render(request, "enterprises/objection.html", context, status=error.status)

    return handed_out(found.number, lambda: receipt_pdf(found), wait, personal=True)


def _find(request: HttpRequest, code: str) -> Objection | HttpResponse:
    """The same answer for a wrong code and for one that never was; after too many, none."""
    if not may_try(request):
        context = {"form": CodeForm(), "too_many": True, "section": "notices"}
        return render(request, "enterprises/objection_find.html", context, status=429)
    typed = read_code(code)
    found = Objection.objects.for_page().filter(code=typed).first() if typed else None
    if found is None:
        note_wrong(request)
        context = {"form": CodeForm(initial={"code": typed}), "unknown": True, "section": "notices"}
        return render(request, "enterprises/objection_find.html", context, status=404)
    return found


def _context(objection: Objection) -> dict[str, Any]:
    item = WorkItem.objects.filter(case_id=objection.pk, closed_at=None).first()
    return {
        "objection": objection,
        "notice": objection.line.notice,
        "line": objection.line.content,
        "due": item.due_on if item else None,
        "demo": objection.is_demo,
        "section": "notices",
    }
