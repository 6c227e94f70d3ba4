"""What the steps around the expert review bring with them."""

from enterprises.experts.scores import score_of
from enterprises.experts.sheets import fill_places, places_of
from enterprises.models import Application, Call
from portal.reviews.flow import Move


def ask_experts(move: Move) -> None:
    """Sheets for whoever was drawn; before the draw nobody is asked yet. The lock of the call lets a draw that runs
    at this moment finish first, so that it misses no application."""
    Call.objects.select_for_update(of=("self",)).get(pk=move.case.call_id)
    fill_places([move.case])


def write_score(move: Move) -> None:
    """The score, and what it was computed from: totals in their order, without names."""
    application: Application = move.case
    totals = [sheet.total for sheet in application.sheets.counting().filter(sent_at__isnull=False)]
    score = score_of(totals, drops_extremes=application.call.drops_extremes)
    application.score = score.value
    application.score_basis = {
        "totals": [str(total) for total in score.totals],
        "dropped": [str(total) for total in score.dropped],
        "places": places_of(application.call_id),
    }
    Application.objects.filter(pk=application.pk).update(score=application.score, score_basis=application.score_basis)
