"""Calls for applications, open to all: when they are open, and what they ask."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.questions import sections_asked
from enterprises.api.shapes import EarlyCloseShape, FormShape
from enterprises.call_forms.definition import definition_of
from enterprises.call_forms.papers import papers_of
from enterprises.enums import CallState, FormState
from enterprises.models import Call
from policies.rulebook import rule_set
from portal.core.open_api import OpenViewSet


class CallSerializer(serializers.ModelSerializer):
    measure = serializers.CharField(source="measure.code")
    title = serializers.CharField(source="measure.title")
    state = serializers.ChoiceField(CallState.values, read_only=True)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField(source="last_day")
    workdays_left = serializers.IntegerField()
    budget_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    intro = serializers.CharField()
    contact = serializers.CharField()
    closed_early = serializers.SerializerMethodField()

    class Meta:
        model = Call
        fields = [
            "code", "number", "measure", "title", "state", "opens_on", "closes_on", "opens_at", "closes_at",
            "workdays_left", "closed_early", "period_from", "period_to", "allocation", "quota", "budget_cny", "usd_cny",
            "usd_cny_on", "needs_signature", "report_years", "intro", "contact", "is_demo",
        ]  # fmt: skip

    @extend_schema_field(EarlyCloseShape(allow_null=True))
    def get_closed_early(self, call: Call) -> dict[str, Any] | None:
        if call.closed_early_at is None:
            return None
        replaced = call.replaced_by.code if call.replaced_by and call.replaced_by.published_at else None
        at = serializers.DateTimeField().to_representation(call.closed_early_at)
        return {"at": at, "reason": call.close_reason, "replaced_by": replaced}


class CallDetailSerializer(CallSerializer):
    form = serializers.SerializerMethodField()

    class Meta(CallSerializer.Meta):
        fields = [*CallSerializer.Meta.fields, "form"]

    @extend_schema_field(FormShape)
    def get_form(self, call: Call) -> dict[str, Any]:
        """What a draft that is begun now will ask."""
        form = definition_of(call.form_versions.filter(state=FormState.PUBLISHED).first())
        return {"version": form.number, "sections": sections_asked(form, rule_set(call.measure), papers_of(call))}


class CallViewSet(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """Calls for applications: each with its state and window; one alone with its form, so that software can fill it."""

    queryset = Call.objects.published().select_related("measure", "replaced_by").order_by("pk")
    serializer_class = CallSerializer
    lookup_field = "code"

    @extend_schema(responses=CallDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(CallDetailSerializer(self.get_object(), context=self.get_serializer_context()).data)
