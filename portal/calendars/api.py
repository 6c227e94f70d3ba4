"""Working days for machines."""

from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.open_api import Open

MOST_DAYS = 1000


def _start(text: str) -> date:
    try:
        found = parse_date(text) if text else clock.today()
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year <= 2100:
        raise ValidationError({"start": _("Write a day that exists like this: 2026-02-09.")})
    return found


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST_DAYS):
        raise ValidationError({"days": _("Write a whole number from 0 to %(most)s.") % {"most": MOST_DAYS}})
    return int(text)


class WorkingDays(Open, APIView):
    """The day on which a limit ends: the start day is not counted; swapped days are. `start` is today if left out."""

    @extend_schema(
        parameters=[OpenApiParameter("start", date), OpenApiParameter("days", int, required=True)],
        responses={
            200: {"type": "object", "properties": {"due": {"type": "string"}, "provisional": {"type": "boolean"}}}
        },
    )
    def get(self, request: Request) -> Response:
        given = request.query_params
        due = due_on(_start(given.get("start", "")), _days(given.get("days", "")), "workday")
        return Response({"due": due.on.isoformat(), "provisional": due.provisional})
