"""What a step brings with it. Rows only, never the network: messages are rows too."""

from enterprises import budget
from enterprises import notifications as message
from enterprises.enums import State
from enterprises.models import Application
from enterprises.permissions import current_decision
from enterprises.references import save_references
from enterprises.snapshots import take_snapshot
from portal.reviews.flow import Move


def receive(move: Move) -> None:
    """Keep what the rules said; take the snapshot, which names each file with its hash and stands on the receipt."""
    application: Application = move.case
    first = move.transition.source == State.DRAFT
    number = 1 if first else application.snapshots.count() + 1
    snapshot = move.data["snapshot"] = take_snapshot(application, number)
    application.remembered("received", lambda: snapshot)
    save_references(application)
    Application.objects.filter(pk=application.pk).update(
        submitted_at=application.submitted_at,
        computed_fen=application.computed_fen,
        rule_verdict=application.rule_verdict,
        rule_counts=application.rule_counts,
    )


def commit_budget(move: Move) -> None:
    decision = current_decision(move.case)
    Application.objects.filter(pk=move.case.pk).update(granted_fen=decision.amount_fen)
    budget.commit(move.case, decision.amount_fen, move.actor)
    move.case.granted_fen = decision.amount_fen


def release_budget(move: Move) -> None:
    budget.release(move.case, move.actor)
    move.case.granted_fen = None
    Application.objects.filter(pk=move.case.pk).update(granted_fen=None)


tell_submitted = message.submitted
tell_resubmitted = message.resubmitted
tell_correction = message.correction
tell_lapsed = message.lapsed
tell_accepted = message.accepted
tell_deemed_accepted = message.deemed_accepted
tell_office_deemed_accepted = message.office_deemed_accepted
tell_not_accepted = message.not_accepted
tell_withdrawn = message.withdrawn
tell_under_review = message.under_review
tell_on_notice = message.on_notice
tell_rejected = message.rejected
tell_objection = message.objection
tell_approved = message.approved
tell_suspended = message.suspended
tell_resumed = message.resumed
tell_paid = message.paid
tell_report_sent = message.report_sent
tell_report_missing = message.report_missing
tell_report_returned = message.report_returned
tell_report_accepted = message.report_accepted
tell_evaluated = message.evaluated
tell_recovery = message.recovery
tell_recovered = message.recovered
