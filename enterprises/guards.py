"""What must hold before a step is taken. Each raises a sentence that says what to do."""

from typing import Any

from django.db.models import BigIntegerField
from django.utils.translation import gettext as _

from enterprises.decisions.reasons import fits
from enterprises.drafting import WRITTEN
from enterprises.enums import Outcome
from enterprises.exceptions import CorrectionError, DecisionError, Incomplete, SignatureError, WindowClosed
from enterprises.models import Application, Call
from enterprises.places import has_places, why_full
from enterprises.requests import untouched_lines
from enterprises.sections import missing_sections, targets
from enterprises.signing import needs_signing, signature_of
from enterprises.windows import why_closed
from portal.accounts.models import User
from portal.core.money import format_cny, yuan
from portal.core.prepared import Prepared, Slot
from portal.reviews.exceptions import StepRefused

Data = dict[str, Any]


def window_is_open(application: Application, user: User | None, data: Data) -> None:
    """By the database's clock, so that several web machines agree on the last second. The call is read again: it may
    have been closed since this page was drawn, and two who send at the same moment do not get the last place both."""
    call, moment = _call_now(application), application.locked_at
    closed = why_closed(call, moment)
    if closed:
        waits = moment < call.opens_at and call.closed_early_at is None
        kept = _("Your draft is kept until then.") if waits else _("Your draft is kept; a later call can take it up.")
        raise WindowClosed(f"{closed} {kept}")
    full = why_full(call)
    if full:
        kept = _("Your draft is kept: a place becomes free when another application is withdrawn or refused.")
        raise WindowClosed(f"{full} {kept}")


_with_call = Prepared(
    lambda: Application.objects.filter(pk=Slot("pk", BigIntegerField())).select_related("call__measure")
)


def _call_now(application: Application) -> Call:
    """With a lock only where places are counted. The application goes on with this call and not with an older copy,
    and with what colleagues saved since the page was drawn: one query for both, behind the lock of the case."""
    fresh = _with_call.get(pk=application.pk)
    _take_over(application, fresh)
    call = fresh.call
    if has_places(call):
        call = Call.objects.select_related("measure").select_for_update(of=("self",)).get(pk=application.call_id)
    application.call = call
    return call


def reads_anew(application: Application, user: User | None, data: Data) -> None:
    """What is sent is what is stored now, not what this process read before it got the lock."""
    _take_over(application, Application.objects.get(pk=application.pk))


def _take_over(application: Application, fresh: Application) -> None:
    for name in WRITTEN:
        setattr(application, name, getattr(fresh, name))
    application.forget()


def everything_is_there(application: Application, user: User | None, data: Data) -> None:
    missing = missing_sections(application)
    if missing:
        names = _(", ").join(str(section.title) for section in missing)
        raise Incomplete(
            _("Complete these sections first: %(names)s.") % {"names": names}, missing=[s.slug for s in missing]
        )


def is_signed(application: Application, user: User | None, data: Data) -> None:
    """Where the call asks for it: by the legal representative, for exactly what is sent."""
    if not needs_signing(application):
        return
    signature = signature_of(application)
    if signature.holds:
        return
    if signature.is_void:
        raise SignatureError(
            _("The application was changed after it was signed, so the signature does not count. Ask for it again.")
        )
    raise SignatureError(_("The legal representative must sign before the application is sent."))


def asks_for_the_first_time(application: Application, user: User | None, data: Data) -> None:
    """One complete list (by analogy with 行政许可法 art. 32(4)): what was visible the first time is not asked later."""
    if application.requests.exists():
        raise StepRefused(
            _("A correction was already requested once. Accept the application, or refuse it with the reason.")
        )


def names_what_to_correct(application: Application, user: User | None, data: Data) -> None:
    lines = data.get("lines") or []
    if not lines:
        raise CorrectionError(_("Mark at least one field or paper, and say why it must be corrected."))
    known = targets(application)
    for line in lines:
        if line["target"] not in known:
            raise CorrectionError(_("“%(target)s” is not part of this application.") % {"target": line["target"]})
        if not line["why"].strip():
            raise CorrectionError(_("Say why “%(name)s” must be corrected.") % {"name": known[line["target"]]})


def corrections_are_made(application: Application, user: User | None, data: Data) -> None:
    untouched = untouched_lines(application)
    if untouched:
        names = _(", ").join(str(name) for name in untouched)
        raise CorrectionError(_("Still to be corrected: %(names)s.") % {"names": names})


def is_competitive(application: Application, user: User | None, data: Data) -> None:
    if not application.call.is_competitive:
        raise StepRefused(_("This measure is granted by entitlement: experts do not score it."))


def is_entitlement(application: Application, user: User | None, data: Data) -> None:
    if application.call.is_competitive:
        raise StepRefused(_("This measure is competitive: send the application to the experts first."))


def decision_fits(application: Application, user: User | None, data: Data) -> None:
    """Support needs an amount within the rule; a refusal needs none. Both need a reason."""
    outcome, amount = data.get("outcome"), data.get("amount_fen", 0)
    if outcome not in Outcome.values:
        raise DecisionError(_("Choose whether to support the application."))
    if not (data.get("reason") or "").strip():
        raise DecisionError(_("Give the reason: it stands in the letter to the applicant."))
    if not fits(data.get("reason_code", ""), outcome):
        raise DecisionError(_("The coded reason does not belong to this outcome."))
    if outcome == Outcome.REJECT:
        return
    ceiling = application.computed_fen
    if ceiling is None or ceiling <= 0:
        raise DecisionError(_("The rule gives no amount for these figures, so support can’t be decided."))
    if not 0 < amount <= ceiling:
        raise DecisionError(
            _("The amount must be above 0 and at most %(ceiling)s, which is what the rule gives.")
            % {"ceiling": format_cny(yuan(ceiling))}
        )
