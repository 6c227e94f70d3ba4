"""Public notices and awards, open to all: what was published, masked as it was published."""

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.shapes import NoticeContentShape
from enterprises.models import Notice, NoticeLine
from enterprises.notices.awards import awards
from enterprises.notices.page import text
from portal.core.money import yuan
from portal.core.open_api import OpenViewSet
from portal.core.paging import ApiPagination

FILTERS = {
    "call": "notice__call__code",
    "district": "content__district",
    "area": "notice__call__measure__area__code",
}


class NoticeSerializer(serializers.ModelSerializer):
    call = serializers.CharField(source="call.code")
    title = serializers.SerializerMethodField()
    entries = serializers.SerializerMethodField()
    running = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = [
            "number", "call", "title", "first_day", "last_day", "workdays", "entries", "running", "published_at",
            "sha256", "code", "replaced_by", "is_demo",
        ]  # fmt: skip

    @extend_schema_field(OpenApiTypes.STR)
    def get_title(self, notice: Notice) -> str:
        return text(notice.content["title"])

    @extend_schema_field(OpenApiTypes.INT)
    def get_entries(self, notice: Notice) -> int:
        return len(notice.content["lines"])

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_running(self, notice: Notice) -> bool:
        return notice.is_running() and getattr(notice, "replaced_by", None) is None

    @extend_schema_field({"type": "string", "nullable": True})
    def get_replaced_by(self, notice: Notice) -> str | None:
        later = getattr(notice, "replaced_by", None)
        return later.number if later else None


class NoticeDetailSerializer(NoticeSerializer):
    content = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "content", "results"]

    @extend_schema_field(NoticeContentShape)
    def get_content(self, notice: Notice) -> dict[str, Any]:
        return notice.content

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_results(self, notice: Notice) -> dict[str, str]:
        return {str(line.position): line.result for line in notice.lines.all() if line.result}


class NoticePagination(ApiPagination):
    ordering = "-pk"


class NoticeViewSet(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """Public notices, the newest first. `sha256` is that of `content` as JSON with sorted keys, without spaces, in
    UTF-8: whoever computes it again knows that nothing was changed."""

    queryset = Notice.objects.for_page()
    serializer_class = NoticeSerializer
    pagination_class = NoticePagination
    lookup_field = "number"
    lookup_value_regex = r"[-\w]+"

    @extend_schema(responses=NoticeDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(NoticeDetailSerializer(self.get_object(), context=self.get_serializer_context()).data)


class AwardSerializer(serializers.ModelSerializer):
    enterprise = serializers.CharField(source="content.enterprise")
    credit_code = serializers.CharField(source="content.credit_code")
    district = serializers.CharField(source="content.district")
    amount_cny = serializers.SerializerMethodField()
    notice = serializers.CharField(source="notice.number")
    call = serializers.CharField(source="notice.call.code")
    measure = serializers.CharField(source="notice.call.measure.code")
    title = serializers.CharField(source="notice.call.measure.title")
    area = serializers.CharField(source="notice.call.measure.area.code")
    state = serializers.CharField()
    approved_on = serializers.SerializerMethodField()
    is_demo = serializers.BooleanField(source="notice.is_demo")

    class Meta:
        model = NoticeLine
        fields = [
            "enterprise", "credit_code", "district", "amount_cny", "call", "measure", "title", "area", "notice",
            "state", "approved_on", "is_demo",
        ]  # fmt: skip

    @extend_schema_field({"type": "string", "format": "decimal"})
    def get_amount_cny(self, line: NoticeLine) -> str:
        return f"{yuan(line.content['amount_fen']):.2f}"

    @extend_schema_field(OpenApiTypes.DATE)
    def get_approved_on(self, line: NoticeLine) -> str:
        return serializers.DateTimeField().to_representation(line.result_at)[:10]


@extend_schema(
    parameters=[
        OpenApiParameter("call", str, description="Code of the call."),
        OpenApiParameter("district", str, description="Code of the district."),
        OpenApiParameter("year", int, description="Year of the approval."),
        OpenApiParameter("area", str, description="Code of the focus area."),
    ]
)
class AwardViewSet(ListModelMixin, OpenViewSet):
    """Supports that were approved after their notice, whether paid yet or not; masked as they were published."""

    queryset = awards()
    serializer_class = AwardSerializer

    def get_queryset(self) -> QuerySet[NoticeLine]:
        given = self.request.query_params
        found = awards().annotate(state=F("application__state"))
        for name, column in FILTERS.items():
            if given.get(name):
                found = found.filter(**{column: given[name]})
        year = given.get("year", "")
        if year:
            good = year.isascii() and year.isdigit() and len(year) == 4
            found = found.filter(result_at__year=int(year)) if good else found.none()
        return found
