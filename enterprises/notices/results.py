"""How an entry of a notice ended: an effect of the step that ended it."""

from django.db import transaction

from enterprises.enums import LineResult
from enterprises.models import NoticeLine
from portal.core import clock, pagecache
from portal.reviews.flow import Move


def supported(move: Move) -> None:
    _note(move, LineResult.SUPPORTED)


def upheld(move: Move) -> None:
    _note(move, LineResult.UPHELD)


def reopened(move: Move) -> None:
    """The clock had noted the end of the notice a moment before a timely objection got the lock."""
    line = move.data["objection"].line
    NoticeLine.objects.filter(pk=line.pk).update(result="", result_at=None)
    move.case.forget("notice_line")


def _note(move: Move, result: LineResult) -> None:
    NoticeLine.objects.filter(application_id=move.case.pk, result="").update(result=result, result_at=clock.now())
    move.case.forget("notice_line")
    transaction.on_commit(pagecache.bump)
