"""The enterprise's own applications for its own software, with the steps that are open to it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import GenericViewSet

from enterprises.models import Application, Call
from enterprises.workflow import application_flow
from portal.core.open_api import OpenViewSet


class CallSerializer(serializers.ModelSerializer):
    measure = serializers.CharField(source="measure.code")
    title = serializers.CharField(source="measure.title")
    state = serializers.CharField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField(source="last_day")
    budget_cny = serializers.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        model = Call
        fields = ["code", "measure", "title", "state", "opens_on", "closes_on", "budget_cny", "is_demo"]


class CallViewSet(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """Calls for applications, open to all."""

    queryset = Call.objects.published().select_related("measure").order_by("pk")
    serializer_class = CallSerializer
    lookup_field = "code"


class ApplicationSerializer(serializers.ModelSerializer):
    call = serializers.CharField(source="call.code")
    enterprise = serializers.CharField(source="enterprise.credit_code")
    state_label = serializers.CharField(source="reader_state")
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields = ["number", "call", "enterprise", "state", "state_label", "submitted_at", "steps"]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_steps(self, application: Application) -> list[str]:
        return sorted(application_flow.open_steps(application, self.context["request"].user))


class StepSerializer(serializers.Serializer):
    step = serializers.CharField()
    comment = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ApplicationViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Applications that exist for the caller: state and open steps, and the steps that need no form."""

    serializer_class = ApplicationSerializer
    lookup_field = "number"
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.visible_to(self.request.user).for_page().order_by("pk")

    @action(detail=True, methods=["post"], serializer_class=StepSerializer)
    def take(self, request: Request, number: str | None = None, **kwargs: Any) -> Response:
        """Take a step through the same door as the pages; 403 and 409 say why not."""
        application = self.get_object()
        given = StepSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        name = given.validated_data["step"]
        if name not in application_flow.steps:
            raise serializers.ValidationError({"step": f"{', '.join(sorted(application_flow.steps))}"})
        application_flow.take(application, name, request.user, given.validated_data.get("comment", ""))
        return Response(ApplicationSerializer(application, context=self.get_serializer_context()).data)


router = SimpleRouter()
router.register("calls", CallViewSet)
router.register("applications", ApplicationViewSet)
urlpatterns = router.urls
