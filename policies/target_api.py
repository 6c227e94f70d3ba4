"""The open API of the plan's targets and of the progress that the bureau supplies, by year and by district."""

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from policies.districts import CITY
from policies.enums import Geography
from policies.models import Indicator, Plan, Progress, Target
from policies.target_serializers import ProgressSerializer, TargetSerializer
from portal.core.open_api import OpenViewSet


def last_year() -> int | None:
    """The year that the plan's targets are for."""
    period_to = Plan.objects.order_by("pk").values_list("period_to", flat=True).first()
    return period_to.year if period_to else None


class TargetViewSet(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """The plan's targets, each with the figures published for Qingdao and its progress by year and by district."""

    queryset = Target.objects.all()
    serializer_class = TargetSerializer
    lookup_field = "indicator"

    def get_serializer_context(self) -> dict[str, Any]:
        """All figures at once: there are few targets, and each has its own."""
        figures: dict[str, list[Indicator]] = {}
        for figure in Indicator.objects.filter(geo=Geography.QINGDAO).order_by("year", "pk"):
            figures.setdefault(figure.code, []).append(figure)
        progress: dict[int, list[Progress]] = {}
        # The city before its districts, on both databases: they disagree where nothing sorts.
        ordered = Progress.objects.shown().order_by("year", "months", F("district__code").asc(nulls_first=True))
        for row in ordered.select_related("target", "district"):
            progress.setdefault(row.target_id, []).append(row)
        own = {"last_year": last_year(), "figures": figures, "progress": progress}
        return super().get_serializer_context() | own


class Narrowing(serializers.Serializer):
    """What may stand in the address of the progress figures."""

    indicator = serializers.CharField(required=False, max_length=60)
    year = serializers.IntegerField(required=False, min_value=2000, max_value=2100)
    district = serializers.CharField(required=False, max_length=6)


NARROWING = [
    OpenApiParameter("indicator", description="Code of a target."),
    OpenApiParameter("year", int, description="A year."),
    OpenApiParameter("district", description=f"Code of a district; {CITY} for the whole city."),
]


@extend_schema_view(list=extend_schema(parameters=NARROWING))
class ProgressViewSet(ListModelMixin, OpenViewSet):
    """One row a target, period and district, as the bureau supplied it. The city's own figure has no district."""

    serializer_class = ProgressSerializer
    queryset = Progress.objects.none()

    def get_queryset(self) -> QuerySet[Progress]:
        asked = Narrowing(data=self.request.query_params)
        if not asked.is_valid():
            raise ValidationError(asked.errors)
        wanted = asked.validated_data
        rows = Progress.objects.shown().select_related("target", "district")
        if "indicator" in wanted:
            rows = rows.filter(target__indicator=wanted["indicator"])
        if "year" in wanted:
            rows = rows.filter(year=wanted["year"])
        if "district" in wanted:
            whole = wanted["district"] == CITY
            rows = rows.filter(district=None) if whole else rows.filter(district__code=wanted["district"])
        return rows
