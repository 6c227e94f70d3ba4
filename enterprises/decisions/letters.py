"""The letter of a decision or a refusal as PDF: outcome, amount, reason with its clause, ways to appeal, signatures."""

import re
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from enterprises.blank_form import both
from enterprises.decisions.chain import chain_of, signatures
from enterprises.decisions.fingerprint import letter_fingerprint
from enterprises.decisions.reasons import label_of
from enterprises.enums import Outcome, RefusalKind, State
from enterprises.evaluation import result_of
from enterprises.limits import legal_limit
from enterprises.models import Application, Decision, RecoveryOrder, Refusal
from enterprises.permissions import current_decision
from enterprises.receipts import qr_rows, verify_url
from policies.models import Clause
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import Unit, User
from portal.audit.actions import record
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.money import format_cny, yuan
from portal.core.pdf import render, render_many

OUTCOMES = {Outcome.APPROVE: ("予以支持", "Supported"), Outcome.REJECT: ("不予支持", "Not supported")}
REFUSALS = {
    RefusalKind.NOT_ACCEPTED: ("不予受理", "Not accepted"),
    RefusalKind.LAPSED: ("逾期未补正，申报终止", "Closed: no correction came in time"),
}


def letter_of(application: Application) -> Decision | Refusal | None:
    """What the applicant's letter tells of; None while nothing was decided that they may know."""
    decision = current_decision(application)
    if decision is not None and decision.signed_at and application.state != State.DECIDING:
        return decision
    if application.state in (State.NOT_ACCEPTED, State.LAPSED):
        return Refusal.objects.filter(application=application).first()
    return None


def is_draft(letter: Decision | Refusal | RecoveryOrder) -> bool:
    """A decision that waits for signatures: its letter is a preview."""
    return isinstance(letter, Decision) and letter.signed_at is None


def letter_pdf(letter: Decision | Refusal) -> bytes:
    """The same bytes for the same letter; the first opening adds the last days to appeal."""
    return render("letter", letter_data(letter))


def letters_pdf(letters: list[Decision | Refusal]) -> list[bytes]:
    """Many in one child process."""
    return render_many("letter", [letter_data(letter) for letter in letters])


def open_letter(letter: Decision | Refusal | RecoveryOrder, user: User) -> None:
    """Keep who of the applicant's side opened it first, and when: the limits to appeal count from then."""
    if letter.opened_at:
        return
    moment = clock.now()
    if type(letter).objects.filter(pk=letter.pk, opened_at=None).update(opened_at=moment, opened_by=user):
        number = letter.application.number
        record(scope=f"case:{letter.application_id}", verb="open_letter", actor=user, target=number)
    letter.refresh_from_db(fields=["opened_at", "opened_by"])


def letter_data(letter: Decision | Refusal) -> dict[str, Any]:
    application = letter.application
    measure, call = application.call.measure, application.call
    received = application.submitted_at
    return {
        "number": application.number,
        "title": ["资金支持决定书", "Decision on support"] if isinstance(letter, Decision)
        else ["申报办理结果告知书", "Result of an application"],
        "enterprise": application.enterprise.name,
        "credit_code": application.enterprise.credit_code,
        "measure": [measure.title_zh, measure.title_en],
        "policy": [measure.policy.title_zh, measure.policy.title_en],
        "call": f"{call.code} {call.number}".strip(),
        "received": _day(received) if received else "",
        "remedies": remedies_of(letter),
        **verification(letter),
        "demo": application.is_demo,
        **(_decided(letter) if isinstance(letter, Decision) else _refused(letter)),
    }  # fmt: skip


def verification(letter: Decision | Refusal | RecoveryOrder) -> dict[str, Any]:
    """The code, its place and the fingerprint; a draft has none of them, so that its paper proves nothing."""
    if is_draft(letter):
        return {"preview": True, "code": "", "verify_at": "", "qr": [], "sha256": ""}
    where = verify_url(letter.code)
    return {"preview": False, "code": letter.code, "verify_at": where, "qr": qr_rows(where),
            "sha256": letter_fingerprint(letter)}  # fmt: skip


def remedies_of(letter: Decision | Refusal | RecoveryOrder) -> dict[str, Any]:
    """The ways to appeal (行政复议法 art. 20, 行政诉讼法 art. 46), with their last days once the letter was opened."""
    days, months = legal_limit("FY-FILE")["n"], legal_limit("SUIT")["n"]
    found = {"days": days, "months": months, "opened": "", "reconsideration": "", "lawsuit": ""}
    if letter.opened_at:
        opened = letter.opened_at.astimezone(clock.now().tzinfo).date()
        found |= {
            "opened": opened.isoformat(),
            "reconsideration": due_on(opened, days, "day").on.isoformat(),
            "lawsuit": due_on(opened, months, "month").on.isoformat(),
        }
    return found


def _decided(decision: Decision) -> dict[str, Any]:
    approved = decision.outcome == Outcome.APPROVE
    return {
        # A draft is shown as if its last signature were given today.
        "made": _day(decision.signed_at or clock.now()),
        "decided": _day(decision.signed_at or clock.now()),
        "outcome": list(OUTCOMES[Outcome(decision.outcome)]),
        "amount": " / ".join(both(lambda: format_cny(decision.amount_cny))) if approved else "",
        "steps": _steps(decision) if approved else [],
        "coded": both(lambda: label_of(decision.reason_code)),
        "reason": decision.reason,
        "clauses": clauses_of(decision),
        "signatures": _signatures(decision),
        "authority": authority_of(BUREAU),
    }


def _signatures(decision: Decision) -> list[dict[str, Any]]:
    """The roles with the day of each signature; a draft names those that are still to sign, without one."""
    given = signatures(decision.application)
    found = [(one.role, _day(one.at)) for one in given]
    if is_draft(decision):
        found += [(role, "") for role in chain_of(decision.application.call)[1 + len(given) :]]
    return [{"role": both(lambda role=role: Role(role).label), "on": on} for role, on in found]


def _refused(refusal: Refusal) -> dict[str, Any]:
    unit = refusal.application.unit
    return {
        "made": _day(refusal.at),
        "decided": _day(refusal.at),
        "outcome": list(REFUSALS[RefusalKind(refusal.kind)]),
        "amount": "",
        "steps": [],
        "coded": ["", ""],
        "reason": refusal.reason,
        "clauses": [],
        "signatures": [],
        "authority": [unit.name_zh, unit.name_en],
    }


def _steps(decision: Decision) -> list[dict[str, Any]]:
    """What the rule gives, step by step, and what was decided where that is less."""
    application, found = decision.application, []
    for zh, en in zip(*(_in(language, application) for language in ("zh-hans", "en")), strict=True):
        found.append({"label": [zh[0], en[0]], "value": zh[1]})
    computed = application.computed_fen
    if computed is not None and computed != decision.amount_fen:
        less = yuan(decision.amount_fen - computed)
        found.append({"label": both(lambda: _("Reduced by the decision")), "value": format_cny(less, "zh-hans")})
    decided = format_cny(decision.amount_cny, "zh-hans")
    return [*found, {"label": both(lambda: _("Amount decided")), "value": decided}] if found else []


def _in(language: str, application: Application) -> list[tuple[str, str]]:
    with translation.override(language):
        steps = result_of(application).as_dict(language)["steps"]
        return [(str(step["label"]), str(step["detail"] or step["value"])) for step in steps]  # type: ignore[attr-defined]


def clauses_of(letter: Decision | RecoveryOrder) -> list[dict[str, Any]]:
    """The text of each clause that the letter names, as the policy document has it."""
    numbers = [one for one in re.split(r"[,;，；、\s]+", letter.clause) if one]
    policy = letter.application.call.measure.policy_id
    texts = {one.number: one for one in Clause.objects.filter(policy=policy, number__in=numbers)}
    return [
        {"number": one, "text": [texts[one].text_zh, texts[one].text_en] if one in texts else ["", ""]}
        for one in numbers
    ]


def authority_of(code: str) -> list[str]:
    unit = Unit.objects.filter(code=code).first()
    return [unit.name_zh, unit.name_en] if unit else ["", ""]


def _day(moment: Any) -> str:
    return moment.astimezone(clock.now().tzinfo).date().isoformat()
