"""What the applicant is told: one function a message, called as an effect of the step it tells of."""

from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from enterprises.clock_words import clock_effect
from enterprises.enums import Grade, SignatureAnswer, State
from enterprises.limits import legal_limit
from enterprises.models import Application, Call, RecoveryOrder, SignatureRequest
from enterprises.permissions import current_decision
from enterprises.sections import targets
from enterprises.telling import tell_about, tell_applicant
from enterprises.windows import why_closed_early
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import format_cny, yuan
from portal.notifications.actions import mail_link, tell_many
from portal.notifications.kinds import declare
from portal.reviews.flow import Move

# Each starts a clock, ends one or carries a decision, so only two may be switched off as mail.
declare("enterprises/submitted", _("An application was received"))
declare("enterprises/resubmitted", _("Corrections were received"))
declare("enterprises/correction", _("An application must be corrected"))
declare("enterprises/lapsed", _("An application was closed without an answer"))
declare("enterprises/accepted", _("An application was accepted"))
declare("enterprises/deemed_accepted", _("An application was accepted because the time was over"))
declare("enterprises/office_deemed_accepted", _("Your desk missed the time for acceptance"))
declare("enterprises/not_accepted", _("An application was not accepted"))
declare("enterprises/withdrawn", _("An application was withdrawn"))
declare("enterprises/under_review", _("An application passed the check of its documents"), optional=True)
declare("enterprises/on_notice", _("An application is on public notice"))
declare("enterprises/rejected", _("An application is not supported"))
declare("enterprises/objection", _("Somebody objected to a support"))
declare("enterprises/approved", _("A support was approved"))
declare("enterprises/suspended", _("A payment is on hold"))
declare("enterprises/resumed", _("A payment goes on"))
declare("enterprises/report_sent", _("A performance report was received"), optional=True)
declare("enterprises/report_missing", _("No performance report came in time"))
declare("enterprises/report_returned", _("A performance report was sent back"))
declare("enterprises/report_accepted", _("A yearly performance report was accepted"), optional=True)
declare("enterprises/paid", _("A support was paid"))
declare("enterprises/evaluated", _("The performance was evaluated"), optional=True)
declare("enterprises/recovery", _("A support must be repaid"))
declare("enterprises/recovered", _("A repayment was received"))
declare("enterprises/signature_asked", _("You are asked to sign an application"))
declare("enterprises/signature_reminder", _("An application still waits for your signature"))
declare("enterprises/signature_answered", _("The legal representative answered"))
declare("enterprises/call_closed", _("A call closed early while you have a draft"))


def _tell(name: str, move: Move, page: str = "enterprises:case", **context: Any) -> None:
    """To the person who filed; once per move, however often it is called."""
    application, item = move.case, move.item
    tell_applicant(
        application,
        f"enterprises/{name}",
        f"application:{application.pk}:{move.transition.pk}",
        (page, application.number),
        office=lambda: application.unit.name,
        due=lambda: formats.date_format(item.due_on) if item and item.due_on else "",
        provisional=bool(item and item.due_provisional),
        comment=move.comment,
        **context,
    )


def submitted(move: Move) -> None:
    snapshot = move.data["snapshot"]
    _tell("submitted", move, sha256=snapshot.sha256, code=snapshot.code)


def resubmitted(move: Move) -> None:
    _tell("resubmitted", move)


def correction(move: Move) -> None:
    with translation.override(move.case.applicant.language):
        names = targets(move.case)
        lines = [
            {"name": names[line.target], "why": line.why, "how": line.how} for line in move.data["request"].lines.all()
        ]
        effect = clock_effect(move.case, move.data["request"].kind, clock.today())
    _tell("correction", move, count=len(lines), lines=lines, effect=effect)


def lapsed(move: Move) -> None:
    _tell("lapsed", move, "enterprises:decision")


def accepted(move: Move) -> None:
    _tell("accepted", move)


def deemed_accepted(move: Move) -> None:
    _tell("deemed_accepted", move)


def office_deemed_accepted(move: Move) -> None:
    """Everybody at the desk that missed its time."""
    application = move.case
    tell_many(
        kind="enterprises/office_deemed_accepted",
        recipients=User.objects.filter(posts__role=Role.DISTRICT, posts__unit=application.unit_id, is_active=True),
        dedupe_key=f"application:{application.pk}:{move.transition.pk}:office",
        url=reverse("admin:enterprises_application_change", args=[application.pk]),
        case_reference=application.number,
        context={"number": application.number, "enterprise": application.enterprise.name},
    )


def not_accepted(move: Move) -> None:
    _tell("not_accepted", move, "enterprises:decision", **_remedies())


def withdrawn(move: Move) -> None:
    _tell("withdrawn", move)


def under_review(move: Move) -> None:
    _tell("under_review", move)


def on_notice(move: Move) -> None:
    _tell("on_notice", move, "enterprises:decision", amount=_granted(move))


def rejected(move: Move) -> None:
    decision = current_decision(move.case)
    _tell(
        "rejected",
        move,
        "enterprises:decision",
        reason=move.comment or decision.reason,
        clause=decision.clause,
        **_remedies(),
    )


def objection(move: Move) -> None:
    _tell("objection", move)


def approved(move: Move) -> None:
    _tell("approved", move, amount=_granted(move))


def suspended(move: Move) -> None:
    _tell("suspended", move)


def resumed(move: Move) -> None:
    _tell("resumed", move)


def report_sent(move: Move) -> None:
    _tell("report_sent", move)


def report_missing(move: Move) -> None:
    _tell("report_missing", move)


def report_returned(move: Move) -> None:
    _tell("report_returned", move)


def report_accepted(move: Move) -> None:
    _tell("report_accepted", move, "enterprises:report", grade=lambda: str(Grade(move.data["grade"]).label))


def paid(move: Move) -> None:
    _tell("paid", move, amount=_granted(move))


def evaluated(move: Move) -> None:
    with translation.override(move.case.applicant.language):
        grade = str(Grade(move.data["grade"]).label)
    _tell("evaluated", move, grade=grade)


def recovery(move: Move) -> None:
    order = RecoveryOrder.objects.get(application=move.case.pk)
    with translation.override(move.case.applicant.language):
        amount = format_cny(yuan(order.total_fen))
    _tell("recovery", move, amount=amount, **_remedies())


def recovered(move: Move) -> None:
    _tell("recovered", move)


def _granted(move: Move) -> str:
    with translation.override(move.case.applicant.language):
        return format_cny(yuan(move.case.granted_fen or 0))


def _remedies() -> dict[str, Any]:
    """The ways to appeal that stand under every refusal (行政复议法 art. 20, 行政诉讼法 art. 46)."""
    return {"reconsideration_days": legal_limit("FY-FILE")["n"], "lawsuit_months": legal_limit("SUIT")["n"]}


# --- the signature: these tell of no move of the case ------------------------------------------------


def signature_asked(request: SignatureRequest, token: str) -> None:
    """By mail alone, because the link is personal; the text is forgotten once it is sent."""
    _to_signer("signature_asked", request, token, asked_key(request))


def asked_key(request: SignatureRequest) -> str:
    return f"signature:{request.token_digest}:asked"


def signature_reminder(request: SignatureRequest, token: str, number: int) -> None:
    _to_signer("signature_reminder", request, token, f"signature:{request.token_digest}:reminder:{number}")


def _to_signer(name: str, request: SignatureRequest, token: str, key: str) -> None:
    """In the language of the signer's account if there is one, otherwise in that of whoever asks."""
    application = request.application
    account = User.objects.filter(email__iexact=request.email).first()
    mail_link(
        kind=f"enterprises/{name}",
        recipient=account,
        to_email=request.email,
        dedupe_key=key,
        url=("enterprises:sign", application.number, token),
        case_reference=application.number,
        language=(account or request.asked_by).language,
        context=lambda: {
            "name": request.name,
            "asker": request.asked_by.name or request.asked_by.email,
            "number": application.number,
            "measure": application.call.measure.title,
            "enterprise": application.enterprise.name,
            "until": formats.date_format(request.expires_at.astimezone(clock.now().tzinfo)),
            "closes": formats.date_format(application.call.last_day),
        },
    )


def signature_answered(request: SignatureRequest) -> None:
    """Whoever asked learns of the answer, unless they gave it themselves."""
    application, person = request.application, request.asked_by
    if request.answered_by_id == person.pk:
        return
    tell_about(
        application,
        person,
        "enterprises/signature_answered",
        f"signature:{request.token_digest}:answered",
        ("enterprises:tasks", application.number),
        signer=request.name,
        signed=request.answer == SignatureAnswer.SIGNED,
        note=request.note,
    )


def call_closed(call: Call) -> None:
    """Whoever began a draft under the call learns that it can't be sent any more, why, and what takes its place."""
    drafts = Application.objects.filter(call=call, state=State.DRAFT).select_related("applicant")
    for application in drafts.order_by("pk"):
        tell_applicant(
            application,
            "enterprises/call_closed",
            f"call:{call.pk}:closed:{application.pk}",
            ("enterprises:call", call.code),
            why=lambda: why_closed_early(call),
        )
