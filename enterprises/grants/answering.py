"""The enterprise's answer to an offer: accept, decline, or say that the data are wrong. One answer counts, once."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.accounts_of import current_account
from enterprises.decisions.made import begin_decided
from enterprises.enums import FILING_ROLES, RULING_ROLES, GrantAnswer, GrantVerdict
from enterprises.exceptions import GrantRefused
from enterprises.grants import notifications as message
from enterprises.grants.computing import Measure, outcome_of, recount
from enterprises.grants.frozen import rules_of
from enterprises.grants.runs import scope_of
from enterprises.models import Application, Enterprise, GrantAcceptance, GrantCorrection, GrantLine, GrantRun
from enterprises.permissions import role_in
from policies.forms import facts_to_json
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

PURPOSE = "grant-correction"


def may_answer(user: User, enterprise: Enterprise) -> bool:
    """Whoever may file for the enterprise, or rules it; a viewer reads the offer."""
    return role_in(user, enterprise) in FILING_ROLES | RULING_ROLES


def accept(line: GrantLine, user: User, enterprise: Enterprise, account: dict[str, str] | None = None) -> Application:
    """The application that stands decided. A second click, tab or colleague gets the same one.

    `account`: {holder, bank, number} as typed; None takes the confirmed account of the enterprise's file.
    """
    with transaction.atomic():
        line = _locked(line, user, enterprise)
        done = GrantAcceptance.objects.filter(line=line).select_related("application").first()
        if done is not None:
            return done.application
        _check_open(line)
        account = account or _on_file(enterprise)
        application = _decided(line, user, enterprise, account)
        GrantAcceptance.objects.create(line=line, application=application, by=user, at=clock.now())
        _answered(line, user, GrantAnswer.ACCEPTED, application=application.number)
    return application


def _on_file(enterprise: Enterprise) -> dict[str, str]:
    account = current_account(enterprise)
    if account is None:
        raise GrantRefused(_("Your enterprise has no confirmed account here. Give the account for the payment."))
    return {"holder": account.holder, "bank": account.bank, "number": account.number}


def _decided(line: GrantLine, user: User, enterprise: Enterprise, account: dict[str, str]) -> Application:
    outcome = outcome_of(line, Measure.of(line.run))
    answers = {
        "bank_account_name": account["holder"],
        "bank_name": account["bank"],
        "bank_account_number": account["number"],
        "contact_name": user.name,
        "contact_email": user.email,
    }
    reason = _("Awarded without application: run %(run)s, computed on %(day)s by the rules of the call.") % {
        "run": line.run, "day": line.run.as_of.isoformat(),
    }  # fmt: skip
    drafter = line.settled_by or line.run.prepared_by
    return begin_decided(
        line.call, enterprise, user, facts_to_json(outcome.known.values), line.amount_fen, drafter, line.released_by,
        reason, answers=answers, computed_fen=line.computed_fen,
    )  # fmt: skip


def decline(line: GrantLine, user: User, enterprise: Enterprise, reason: str = "") -> GrantLine:
    with transaction.atomic():
        line = _locked(line, user, enterprise)
        _check_open(line)
        line.reason = reason.strip()
        _answered(line, user, GrantAnswer.DECLINED, reason=line.reason)
    return line


def contest(
    line: GrantLine, user: User, enterprise: Enterprise, *, field: str, statement: str, paper: UploadedFile | None
) -> GrantLine:
    """“My data are wrong”: back to the division, as an unclear line with what the enterprise says."""
    with transaction.atomic():
        line = _locked(line, user, enterprise)
        _check_open(line)
        if field not in rules_of(line.run).asked_codes:
            raise GrantRefused(_("Choose the fact that is wrong."))
        if not statement.strip():
            raise GrantRefused(_("Say what is right."))
        kept = store(paper, owner=user, purpose=PURPOSE) if paper is not None else None
        GrantCorrection.objects.create(
            line=line, field=field, statement=statement.strip(), paper=kept, by=user, at=clock.now()
        )
        line.contested, line.verdict = True, GrantVerdict.UNCLEAR
        line.offered_at = line.released_by = line.amount_fen = line.answer_by = line.settled_by = None
        _answered(line, user, GrantAnswer.CORRECTED, field=field)
        GrantRun.objects.filter(pk=line.run_id).update(updated_at=clock.now(), **recount(line.run))
        message.contested(line)
    return line


def _locked(line: GrantLine, user: User, enterprise: Enterprise) -> GrantLine:
    """The line as it is now, for this person; whoever comes second waits here for the first."""
    if not may_answer(user, enterprise):
        raise StepForbidden()
    related = ("run__call__measure", "run__prepared_by", "call__measure", "released_by", "settled_by")
    found = GrantLine.objects.select_for_update(of=("self",)).select_related(*related)
    return found.get(pk=line.pk, credit_code=enterprise.credit_code)


def _check_open(line: GrantLine) -> None:
    if line.offered_at is None:
        raise GrantRefused(_("The division looks at the data of this offer. You are told when there is a new one."))
    if line.answer != GrantAnswer.NONE:
        raise GrantRefused(
            _("This offer was answered on %(day)s: %(answer)s. Nothing was changed.")
            % {"day": (line.answered_at or clock.now()).strftime("%Y-%m-%d"), "answer": line.shown_answer()}
        )
    if not line.is_open:
        raise GrantRefused(_("The time to answer this offer is over."))


def _answered(line: GrantLine, user: User, answer: GrantAnswer, **data: Any) -> None:
    line.answer, line.answered_by, line.answered_at = answer, user, clock.now()
    line.save()
    about = {"line": line.credit_code, "answer": str(answer), **data}
    record(scope=scope_of(line.run), verb="answer_offer", actor=user, target=str(line.run), data=about)
