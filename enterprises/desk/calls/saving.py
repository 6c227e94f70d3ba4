"""What the bureau does with a call on its page: draw it up, save it, with a line in its audit for every change."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enterprises.call_permissions import may_draft_calls, scope_of
from enterprises.desk.calls.form import MANY, CallForm, midnight, stamp
from enterprises.exceptions import CallRefused
from enterprises.models import Call
from enterprises.publishing import locked
from policies.models import Measure
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

# A window that the measure does not name begins so many days from now and lasts so many.
NOTICE_DAYS, WINDOW_DAYS = 20, 40
WATCHED = (
    *("code", "number", "period_from", "period_to", "opens_at", "closes_at", "budget_fen", "usd_cny", "usd_cny_on"),
    *(
        "allocation",
        "quota",
        "yearly_cap_fen",
        "needs_signature",
        "report_years",
        "without_application",
        "intro_zh",
        "intro_en",
        "contact_zh",
        "contact_en",
    ),
    *("rubric", "experts", "drops_extremes", "shows_spread", "stage_limits", "sign_off_chain", "instalments"),
)


def draft_call(user: User, measure: Measure, period_from: Any, period_to: Any) -> Call:
    """A draft with what the measure says already: nobody types it again."""
    if not may_draft_calls.test(user):
        raise StepForbidden()
    today = clock.today()
    opens, last = measure.window_open, measure.window_close
    if opens is None or last is None or last < today:
        opens, last = today + timedelta(days=NOTICE_DAYS), today + timedelta(days=NOTICE_DAYS + WINDOW_DAYS)
    with transaction.atomic():
        call = Call.objects.create(
            code=_free_code(f"{measure.code}-{period_from:%Y%m}"),
            measure=measure,
            period_from=period_from,
            period_to=period_to,
            opens_at=midnight(opens),
            closes_at=midnight(last + timedelta(days=1)),
            budget_fen=measure.budget_fen,
            usd_cny=measure.usd_cny,
            allocation=measure.mode,
            drafted_by=user,
            is_demo=measure.is_demo or user.is_demo,
        )
        record(scope=scope_of(call), verb="draft_call", actor=user, target=call.code)
    return call


def _free_code(wanted: str) -> str:
    taken = set(Call.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    return next(code for code in [wanted, *(f"{wanted}-{n}" for n in range(2, 1000))] if code not in taken)


def save_call(call: Call, user: User, form: CallForm) -> Call:
    """Keep a valid form. Raises CallRefused when somebody else saved meanwhile: nothing is written then."""
    if not may_draft_calls.test(user):
        raise StepForbidden()
    with transaction.atomic():
        fresh = locked(call)
        if form.cleaned_data["seen"] != stamp(fresh):
            raise CallRefused(
                _("Somebody saved this call while you wrote. Yours is still on the page: open the call in another "
                  "window, compare, and save again from there.")
            )  # fmt: skip
        if (fresh.published_at is not None) != form.is_public:
            raise CallRefused(_("This call was opened to everybody meanwhile: look at it again."))
        before = _watched(fresh)
        form.write(fresh)
        fresh.save()
        for name in MANY:
            if name in form.fields:
                getattr(fresh, name).set(form.cleaned_data[name])
        changed = _changes(before, _watched(fresh))
        if changed:
            record(scope=scope_of(fresh), verb="edit_call", actor=user, target=fresh.code, data=changed)
    return fresh


def _watched(call: Call) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in WATCHED}
    return values | {name: sorted(getattr(call, name).values_list("code", flat=True)) for name in MANY}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """For the audit: what was and what is, of each thing that changed."""
    return {name: {"was": before[name], "is": after[name]} for name in after if before[name] != after[name]}
