"""Effects of the steps that ask for corrections and answer them, for any procedure: one complete list, once."""

from portal.core import clock
from portal.reviews.enums import RequestKind
from portal.reviews.flow import Move
from portal.reviews.models import Request, RequestLine


def write_request(move: Move) -> None:
    """`lines` of the move's data: target, why and, if need be, how."""
    request = Request.objects.create(
        case_id=move.case.pk,
        kind=move.data.get("kind") or RequestKind.INCOMPLETE,
        asked_by=move.actor,
        asked_at=clock.now(),
    )
    RequestLine.objects.bulk_create(
        RequestLine(request=request, target=line["target"], why=line["why"].strip(), how=line.get("how", "").strip())
        for line in move.data["lines"]
    )
    move.data["request"] = request


def close_request(move: Move) -> None:
    move.case.requests.filter(answered_at=None).update(answered_at=clock.now())
