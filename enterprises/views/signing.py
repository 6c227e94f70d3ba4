"""The signature of the legal representative: the applicant asks for it, the signer reads and answers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enterprises.check_answers import answered_sections
from enterprises.enums import SignatureAnswer, State
from enterprises.evaluation import result_of
from enterprises.forms import AskSignatureForm, SignatureForm
from enterprises.models import Application, SignatureRequest
from enterprises.permissions import is_filer
from enterprises.sections import missing_sections
from enterprises.signing import (
    answer_request,
    ask_signature,
    content_hash,
    default_signer,
    is_waiting,
    may_sign_here,
    needs_signing,
    request_for,
    sign_here,
    signature_of,
    undelivered,
    withdraw_request,
)
from enterprises.views.common import my_application, page, posted
from portal.core.dates import moment_text
from portal.core.exceptions import PortalError


@my_application
def signature(request: HttpRequest, application: Application) -> HttpResponse:
    """For those who write: ask, ask somebody else. For the legal representative: read and sign here."""
    if application.state != State.DRAFT or not needs_signing(application):
        return redirect("enterprises:case", application.number)
    writes, signs = is_filer(request.user, application), may_sign_here(request.user, application)
    if not (writes or signs):
        raise PermissionDenied
    form = AskSignatureForm(None, initial=default_signer(application))
    sign_form, problem = SignatureForm(None), ""
    if request.method == "POST":
        try:
            if "withdraw" in request.POST and writes:
                withdraw_request(application, request.user)
                return redirect("enterprises:signature", application.number)
            if "sign" in request.POST and signs:
                sign_form = SignatureForm(request.POST)
                if sign_form.is_valid():
                    sign_here(application, request.user, seen=request.POST.get("seen", ""))
                    return redirect("enterprises:signature", application.number)
            elif writes:
                form = AskSignatureForm(request.POST)
                if form.is_valid():
                    ask_signature(application, request.user, **form.cleaned_data)
                    return redirect("enterprises:signature", application.number)
        except PortalError as error:
            problem = error.message
    return _signature_page(request, application, form, sign_form, problem, writes=writes, signs=signs)


def _signature_page(
    request: HttpRequest, application: Application, form: Any, sign_form: Any, problem: str, **roles: bool
) -> HttpResponse:
    found = signature_of(application)
    wrong = problem or form.errors or sign_form.errors
    return page(
        request,
        "signature",
        application,
        status=422 if wrong else 200,
        form=form if form.is_bound or not sign_form.is_bound else sign_form,
        ask_form=form,
        sign_form=sign_form,
        problem=problem,
        signature=found,
        undelivered=undelivered(found.request) if found.is_open else "",
        missing=missing_sections(application),
        sha256=content_hash(application),
        sections=answered_sections(application) if roles["signs"] else [],
        result=result_of(application) if roles["signs"] else None,
        **roles,
    )


def sign(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Behind the mailed link, for the person with that confirmed address. Anybody else gets one and the same answer,
    whether there is such a link or not."""
    found = request_for(request.user, number, token)
    if found is None:
        return render(request, "enterprises/sign_nothing.html", {"section": "funds"}, status=404)
    found.application = Application.objects.for_page().get(pk=found.application_id)
    closed = _why_closed(found)
    if closed:
        return _sign_page(request, found, status=200 if found.answer else 410, closed=closed)
    form = SignatureForm(posted(request))
    if request.method != "POST":
        return _sign_page(request, found, form=form)
    back = "send_back" in request.POST
    form.fields["declaration"].required = not back
    form.fields["note"].required = back
    if not form.is_valid():
        return _sign_page(request, found, form=form, status=422)
    answer = SignatureAnswer.SENT_BACK if back else SignatureAnswer.SIGNED
    try:
        answer_request(
            found, request.user, answer=answer, seen=request.POST.get("seen", ""), note=form.cleaned_data["note"]
        )
    except PortalError as error:
        return _sign_page(request, found, form=form, problem=error.message, status=409)
    return redirect("enterprises:sign", number, token)


def _sign_page(request: HttpRequest, found: SignatureRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    """What is read and what is signed are the same thing: the hash on the page is sent along with the answer."""
    application = found.application
    if not context.get("closed"):
        application.forget()
        context |= {
            "sections": answered_sections(application),
            "result": result_of(application),
            "sha256": content_hash(application),
        }
    return page(request, "sign", application, status=status, found=found, **context)


def _why_closed(found: SignatureRequest) -> str:
    """What happened with the link before, in a sentence; empty while it is open."""
    if found.answer:
        words = {"when": moment_text(found.answered_at), "who": found.answered_by}
        if found.answer == SignatureAnswer.SIGNED:
            return _("%(who)s signed on %(when)s. Nothing else is needed here.") % words
        return _("%(who)s sent the application back on %(when)s.") % words
    if found.withdrawn_at is not None:
        return _("The request was withdrawn on %(when)s, or a newer link was sent.") % {
            "when": moment_text(found.withdrawn_at)
        }
    if found.application.state != State.DRAFT:
        return _("The application is no draft any more, so there is nothing to sign.")
    if not is_waiting(found):
        return _("The link ended on %(when)s. Ask the person who sent it for a new one.") % {
            "when": moment_text(found.expires_at)
        }
    return ""
