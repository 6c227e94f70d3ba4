"""The rights of whoever is a foreign professional here: see, correct, take along, withdraw, delete, close."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.pagecache import public_page
from talent import consents
from talent.enums import ConsentKind
from talent.models import CasePaperFile, ExpiringPaper, KeptPlan, Person, RetentionRule
from talent.people_forms import ConfirmForm
from talent.rights import withdrawing
from talent.rights.closing import close_account, delete_person
from talent.rights.export import export
from talent.rights.holds import holds_of
from talent.views.private import my_person, page, private

VIEWS_ON_A_PAGE = 30
# Each has its template: texts that people agreed to are never changed, a new version is a new file.
VERSIONS = {"2026-1": "talent/notice/2026-1.html"}

# Nothing is kept on these alone: what ends is what others get to read.
SHOWN_TO_OTHERS = {
    ConsentKind.SHARE_EMPLOYER: gettext_lazy(
        "Withdrawn. The employer sees where a case stands and nothing else, and its confirmation counts no more."
    ),
    ConsentKind.SHARE_AUTHORITY: gettext_lazy(
        "Withdrawn. Nothing goes to other authorities from now on; the desk of an open case is told."
    ),
}


@my_person
def rights(request: HttpRequest, person: Person) -> HttpResponse:
    views = Paginator(person.clear_views.all(), VIEWS_ON_A_PAGE).get_page(request.GET.get("page"))
    standing = {consent.kind: consent for consent in person.consents.standing()}
    rows = [{"kind": kind, "consent": standing.get(kind.value)} for kind in ConsentKind]
    context = {
        "person": person,
        "views": views,
        "consents": rows,
        "rules": list(RetentionRule.objects.all()),
        "papers": person.papers.count(),
        "family": person.family.filter(erased_at=None).count(),
        "cases": person.cases.count(),
        "given": CasePaperFile.objects.filter(case__person=person).count(),
        "watched": ExpiringPaper.objects.filter(user=request.user).count(),
        "plans": KeptPlan.objects.filter(user=request.user).count(),
        "holds": holds_of(person),
    }
    return page(request, "talent/rights.html", _("My data and my rights"), **context)


@my_person
def copy(request: HttpRequest, person: Person) -> HttpResponse:
    form = ConfirmForm(_posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        name = f"my-data-{clock.today():%Y%m%d}.zip"
        answer = StreamingHttpResponse(export(person, request.user), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return _confirm(request, form, "copy", _("Take a copy of my data"))


@my_person
def delete(request: HttpRequest, person: Person) -> HttpResponse:
    form = ConfirmForm(_posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            delete_person(person, request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your data are deleted. Their keys were destroyed, so no backup can be read."))
            return redirect("talent:home")
    return _confirm(request, form, "delete", _("Delete my data"), holds=holds_of(person))


@private
def close(request: HttpRequest) -> HttpResponse:
    person = Person.objects.filter(user=request.user, erased_at=None).first()
    form = ConfirmForm(_posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            logout(request)
            messages.success(request, _("Your account is closed."))
            return redirect("talent:home")
    return _confirm(request, form, "close", _("Close my account"), holds=holds_of(person) if person else [])


def _confirm(request: HttpRequest, form: ConfirmForm, what: str, here: str, holds: list | None = None) -> HttpResponse:
    context = {"form": form, "what": what, "holds": holds or [], "status": 422 if form.errors else 200}
    return page(request, "talent/rights_confirm.html", here, **context)


@require_POST
@my_person
def consent(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    """Withdraws what stands; a consent is given where the data are entered, or here for showing and passing on."""
    if kind not in ConsentKind.values:
        raise Http404
    if "give" in request.POST:
        consents.give(person, kind, request.user)
        messages.success(request, _("Your consent is kept. You can withdraw it here at any time."))
        return redirect("talent:rights")
    holds = withdrawing.withdraw(person, kind, request.user)
    if kind in SHOWN_TO_OTHERS:
        said = SHOWN_TO_OTHERS[ConsentKind(kind)]
    elif holds:
        said = _("Withdrawn. Nobody can open these data any more; they are deleted once your case is closed.")
    else:
        said = _("Withdrawn, and what rested on it is deleted.")
    messages.success(request, str(said))
    return redirect("talent:rights")


@public_page
@require_safe
def notice(request: HttpRequest, version: str = consents.VERSION) -> HttpResponse:
    """The notice of data use: open, because it is read before anything is given."""
    if version not in VERSIONS:
        raise Http404
    context = {
        "section": "talent",
        "version": version,
        "is_current": version == consents.VERSION,
        "rules": list(RetentionRule.objects.all()),
        "language": get_language(),
    }
    return render(request, "talent/notice.html", context | {"text": VERSIONS[version]})


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
