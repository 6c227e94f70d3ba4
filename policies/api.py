"""The open API of the policies: reading and evaluating need no key. Languages by Accept-Language."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from policies.api_answers import EvaluationAnswer, EvaluationRequest, NegativeListAnswer
from policies.models import Base, FocusArea, Indicator, Measure, NegativeListEntry, Policy, Target
from policies.negative_list import LookUp, answer
from policies.offers import windows_for
from policies.rulebook import rule_set
from policies.rules import FactsError, evaluate
from policies.search import SearchQuery, api_filter
from policies.search.query import LONGEST
from policies.serializers import (
    BaseSerializer,
    FocusAreaSerializer,
    IndicatorSerializer,
    MeasureDetailSerializer,
    MeasureSerializer,
    NegativeListEntrySerializer,
    PolicyDetailSerializer,
    PolicySerializer,
)
from policies.target_api import ProgressViewSet, TargetViewSet, last_year
from portal.core.open_api import OpenViewSet

# What the answer of an evaluation says about a condition.
CONDITION_KEYS = ("field", "op", "value", "used", "source", "verdict", "clause", "change", "sentence")


# What the answer about one document is read from.
WHOLE = (
    "safeguards", "categories", "districts", "based_on", "superseded_by", "measures", "contacts", "clauses",
)  # fmt: skip
WORDS = OpenApiParameter("q", description="Words, phrases or a document number; at most 100 characters.")


def asked_words(request: Request) -> str:
    """What stands behind `q`. Raises ValidationError for what is no question: too long, or signs alone."""
    asked = SearchQuery.read({"q": request.query_params.get("q", "")})
    if asked.cut:
        raise ValidationError({"q": [_("Give at most %(most)s characters.") % {"most": LONGEST}]})
    if asked.words and not asked.phrases:
        raise ValidationError({"q": [_("There is no word in this, only signs.")]})
    return asked.words


class ReadOnly(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """A list with a page for each of its rows."""


class FocusAreaViewSet(ReadOnly):
    queryset = FocusArea.objects.all()
    serializer_class = FocusAreaSerializer
    lookup_field = "code"


@extend_schema_view(list=extend_schema(parameters=[WORDS]))
class PolicyViewSet(ReadOnly):
    """Policy documents of all levels, with their clauses one by one."""

    serializer_class = PolicySerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Policy]:
        published = Policy.objects.published().for_lists()
        if self.action == "retrieve":
            return published.select_related("supersedes").prefetch_related(*WHOLE)
        return api_filter(published, asked_words(self.request))

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return PolicyDetailSerializer if self.action == "retrieve" else PolicySerializer


@extend_schema_view(list=extend_schema(parameters=[WORDS]))
class MeasureViewSet(ReadOnly):
    """Support measures with their windows, conditions and amounts, in words and as data."""

    serializer_class = MeasureSerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Measure]:
        rows = Measure.objects.published().with_papers()
        return api_filter(rows, asked_words(self.request)) if self.action == "list" else rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        context = self.get_serializer_context() | {"windows": windows_for(page)}
        return self.get_paginated_response(MeasureSerializer(page, many=True, context=context).data)

    @extend_schema(responses=MeasureDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        measure = self.get_object()
        context = {"windows": windows_for([measure]), "rules": rule_set(measure)}
        return Response(MeasureDetailSerializer(measure, context=self.get_serializer_context() | context).data)

    @extend_schema(request=EvaluationRequest, responses=EvaluationAnswer)
    @action(detail=True, methods=["post"])
    def evaluate(self, request: Request, code: str) -> Response:
        """`{"facts": {field: value}}` in; verdict, amount, conditions with reasons and steps out. Nothing is kept."""
        measure = self.get_object()
        facts = request.data.get("facts") if isinstance(request.data, dict) else None
        if not isinstance(facts, dict):
            return Response({"detail": 'Send a JSON object: {"facts": {"field": value}}.'}, status=400)
        window = windows_for([measure]).get(measure.pk)
        rate = window.usd_cny if window and window.usd_cny else measure.usd_cny
        try:
            result = evaluate(rule_set(measure), facts, usd_cny=rate)
        except FactsError as error:
            return Response({"facts": error.errors}, status=400)
        answer = result.as_dict()
        answer["conditions"] = [{key: one[key] for key in CONDITION_KEYS} for one in answer["conditions"]]
        return Response(answer)


class IndicatorViewSet(ReadOnly):
    """Published figures. Those of Qingdao that the plan has a target for carry it, and the way to their progress."""

    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        targets = {target.indicator: target for target in Target.objects.all()}
        return super().get_serializer_context() | {"targets": targets, "last_year": last_year()}


class BaseViewSet(ReadOnly):
    queryset = Base.objects.all()
    serializer_class = BaseSerializer
    lookup_field = "code"


LOOK_UP = [
    OpenApiParameter("list", description="Code of an edition; without it the newest national one."),
    OpenApiParameter("sector", description="Code of a sector, A to R."),
    OpenApiParameter("mode", description="Mode of supply: M1, M2, M4; M3 is governed by another list."),
    OpenApiParameter("dimension", description="Kind of restriction: NT, MA, LP, FIN."),
    OpenApiParameter("q", description="Words in Chinese or English, at most 100 characters."),
]


def _look_up(request: Request) -> LookUp | None:
    """Raises ValidationError for codes that the lists do not have: an answer without them would be another one."""
    asked_words(request)
    asked = LookUp.read(request.query_params)
    if asked is not None and asked.unknown:
        raise ValidationError({name: [_("There is no such code.")] for name in asked.unknown})
    return asked


@extend_schema_view(list=extend_schema(parameters=LOOK_UP))
class NegativeListViewSet(ReadOnly):
    """Items of the negative lists of cross-border trade in services."""

    queryset = NegativeListEntry.objects.select_related("edition", "sector").prefetch_related("modes", "dimensions")
    serializer_class = NegativeListEntrySerializer

    def get_queryset(self) -> QuerySet[NegativeListEntry]:
        """All items of all editions, unless something is asked for."""
        rows = super().get_queryset()
        asked = _look_up(self.request) if self.action == "list" else None
        if asked is None or not (asked.asked or "list" in self.request.query_params):
            return rows
        return rows.filter(pk__in=[one.pk for one in answer(asked).entries])

    @extend_schema(parameters=LOOK_UP, responses=NegativeListAnswer)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def answer(self, request: Request) -> Response:
        """Restricted, not on the list (treated alike), governed by another list, or unknown; with the reasons."""
        asked = _look_up(request)
        if asked is None:
            raise NotFound()
        return Response(NegativeListAnswer(answer(asked)).data)


router = SimpleRouter()
router.register("focus-areas", FocusAreaViewSet, basename="focus-area")
router.register("policies", PolicyViewSet, basename="policy")
router.register("measures", MeasureViewSet, basename="measure")
router.register("indicators/targets", TargetViewSet, basename="target")
router.register("indicators/progress", ProgressViewSet, basename="progress")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("bases", BaseViewSet, basename="base")
router.register("negative-list", NegativeListViewSet, basename="negative-list")
urlpatterns = router.urls
