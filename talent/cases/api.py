"""Facilitation cases for the software of their parties: read only, and nothing of a passport."""

from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from enterprises.enums import TokenScope
from enterprises.machines.authentication import HasScope, TokenAuthentication, TokenThrottle
from enterprises.models import ApiToken
from portal.accounts.authentication import PortalSessionAuthentication
from portal.core.api_page import PageRenderer
from portal.reviews.models import WorkItem
from talent.cases.checks import checks_of
from talent.cases.permissions import current_item, letter_for
from talent.cases.reading import reader_of
from talent.check_digits import check_digits
from talent.models import TalentCase


class CaseShape(serializers.Serializer):
    number = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    who = serializers.CharField(help_text="The desk that must act: talent_desk, applicant; empty when it is closed.")
    due_on = serializers.DateField(allow_null=True)
    employer = serializers.CharField()
    moved_at = serializers.DateTimeField()


class CheckShape(serializers.Serializer):
    code = serializers.CharField()
    standing = serializers.CharField(help_text="not_needed, needed, under_way or done.")


class RequestShape(serializers.Serializer):
    what = serializers.CharField()
    due_on = serializers.DateField()
    answered = serializers.BooleanField()


class LetterShape(serializers.Serializer):
    outcome = serializers.CharField()
    code = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    revoked = serializers.BooleanField()


class CaseDetailShape(CaseShape):
    full = serializers.BooleanField(help_text="False where the person has not agreed: then what follows is empty.")
    check_digits = serializers.CharField()
    arrives_on = serializers.DateField(allow_null=True)
    leaves_on = serializers.DateField(allow_null=True)
    checks = CheckShape(many=True)
    requests = RequestShape(many=True)
    letter = LetterShape(allow_null=True)


class TalentCaseViewSet(GenericViewSet):
    """With a token the cases of its enterprise, with a session one's own; nobody else's exist."""

    authentication_classes = (TokenAuthentication, PortalSessionAuthentication)
    permission_classes = (IsAuthenticated, HasScope)
    throttle_classes = (TokenThrottle,)
    renderer_classes = (JSONRenderer, PageRenderer)
    serializer_class = CaseShape
    lookup_field = "number"
    queryset = TalentCase.objects.none()

    def scope_for(self, request: Request) -> TokenScope:
        return TokenScope.READ

    def get_queryset(self) -> QuerySet[TalentCase]:
        auth = self.request.auth
        mine = TalentCase.objects
        rows = mine.of_employer(auth.enterprise_id) if isinstance(auth, ApiToken) else mine.of_party(self.request.user)
        items = Prefetch("work_items", WorkItem.objects.open().select_related("unit", "holder"), to_attr="open_items")
        return rows.for_page().prefetch_related(items).order_by("-pk")

    @extend_schema(responses=CaseShape(many=True))
    def list(self, request: Request) -> Response:
        """The newest first, each with its state and who must act by when."""
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([summary(_warm(row)) for row in rows])

    @extend_schema(responses=CaseDetailShape)
    def retrieve(self, request: Request, number: str) -> Response:
        """One, with its checks and requests where the reader may know them."""
        return Response(detail(_warm(self.get_object()), request))


def _warm(case: TalentCase) -> TalentCase:
    case.remembered("item", partial(next, iter(case.open_items), None))
    return case


def summary(case: TalentCase) -> dict[str, Any]:
    item = current_item(case)
    return {
        "number": case.number,
        "kind": case.kind,
        "kind_label": str(case.get_kind_display()),
        "state": case.state,
        "state_label": str(case.party_state),
        "who": item.desk if item else "",
        "due_on": item.due_on if item and item.paused_at is None else None,
        "employer": case.employer_name,
        "moved_at": case.moved_at,
    }


def detail(case: TalentCase, request: Request) -> dict[str, Any]:
    full = reader_of(request.user, case).full
    letter = letter_for(request.user, case)
    return summary(case) | {
        "full": full,
        "check_digits": check_digits(case.number) if full else "",
        "arrives_on": case.arrives_on if full else None,
        "leaves_on": case.leaves_on if full else None,
        "checks": [{"code": one.code, "standing": one.standing} for one in checks_of(case)] if full else [],
        "requests": [
            {"what": one.what, "due_on": one.due_on, "answered": one.answered_at is not None}
            for one in (case.named_requests.filter(withdrawn_at=None) if full else ())
        ],
        "letter": {
            "outcome": letter.outcome,
            "code": letter.code,
            "valid_until": letter.valid_until,
            "revoked": letter.revoked_at is not None,
        }
        if letter
        else None,
    }
