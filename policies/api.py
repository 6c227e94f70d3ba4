"""The open API of the policies: reading and evaluating need no key. Languages by Accept-Language."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from policies.models import Base, FocusArea, Indicator, Measure, NegativeListEntry, Policy
from policies.offers import windows_for
from policies.rulebook import rule_set
from policies.rules import FactsError, evaluate
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

# What the answer of an evaluation says about a condition.
CONDITION_KEYS = ("field", "op", "value", "used", "source", "verdict", "clause", "change", "sentence")


class BoundedJSONParser(JSONParser):
    """JSON nested thousands of levels deep exhausts the parser's stack: that is the sender's mistake, not ours."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error


class OpenViewSet(viewsets.ReadOnlyModelViewSet):
    """No session and no key: everybody reads the same."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (BoundedJSONParser,)


class FocusAreaViewSet(OpenViewSet):
    queryset = FocusArea.objects.all()
    serializer_class = FocusAreaSerializer
    lookup_field = "code"


class PolicyViewSet(OpenViewSet):
    serializer_class = PolicySerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Policy]:
        published = Policy.objects.published().for_lists()
        return published.prefetch_related("clauses") if self.action == "retrieve" else published

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return PolicyDetailSerializer if self.action == "retrieve" else PolicySerializer


class MeasureViewSet(OpenViewSet):
    serializer_class = MeasureSerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Measure]:
        return Measure.objects.published().with_papers()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        context = self.get_serializer_context() | {"windows": windows_for(page)}
        return self.get_paginated_response(MeasureSerializer(page, many=True, context=context).data)

    @extend_schema(responses=MeasureDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        measure = self.get_object()
        context = {"windows": windows_for([measure]), "rules": rule_set(measure)}
        return Response(MeasureDetailSerializer(measure, context=self.get_serializer_context() | context).data)

    @extend_schema(request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
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


class IndicatorViewSet(OpenViewSet):
    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer


class BaseViewSet(OpenViewSet):
    queryset = Base.objects.all()
    serializer_class = BaseSerializer
    lookup_field = "code"


class NegativeListViewSet(OpenViewSet):
    queryset = NegativeListEntry.objects.select_related("edition", "sector").prefetch_related("modes", "dimensions")
    serializer_class = NegativeListEntrySerializer


router = SimpleRouter()
router.register("focus-areas", FocusAreaViewSet, basename="focus-area")
router.register("policies", PolicyViewSet, basename="policy")
router.register("measures", MeasureViewSet, basename="measure")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("bases", BaseViewSet, basename="base")
router.register("negative-list", NegativeListViewSet, basename="negative-list")
urlpatterns = router.urls
