"""The talent services for machines: open, nothing is kept, texts in the language of Accept-Language."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from portal.core.open_api import Open
from talent.cases.api import TalentCaseViewSet
from talent.guides.api import GuideViewSet
from talent.models import PointsTable
from talent.plan_api import PlanView
from talent.points.answers import read_answers
from talent.points.engine import score
from talent.points.page import as_data


class PointsRequest(serializers.Serializer):
    salary = serializers.DecimalField(9, 4, help_text="A year, in 10,000 yuan.")
    education = serializers.CharField(help_text="doctor, master, bachelor or none.")
    years = serializers.IntegerField(help_text="Full years of related work.")
    months = serializers.DecimalField(4, 2, help_text="Months worked a year.")
    chinese = serializers.CharField(help_text="former_citizen, chinese_taught_degree, hsk5_plus … hsk1 or none.")
    age = serializers.IntegerField()
    region = serializers.CharField(help_text="west, northeast_old_industrial, poor_county or other (Qingdao).")
    elite = serializers.BooleanField(help_text="One of: high-level university, Fortune 500 post, patent, 5 years.")
    local = serializers.IntegerField(required=False, help_text="0 to 10; 0 when left out.")


class PointsAnswer(serializers.Serializer):
    parts = serializers.DictField(child=serializers.IntegerField())
    total = serializers.IntegerField()
    permit_class = serializers.ChoiceField(["A", "B", "below_B"], source="class")
    table = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["class"] = fields.pop("permit_class")
        fields["class"].source = None
        return fields


class PointsView(Open, APIView):
    """Points for the classes of work permits: advice, not a decision."""

    @extend_schema(request=PointsRequest, responses=PointsAnswer)
    def post(self, request: Request) -> Response:
        """Points by factor, their sum and the class that it reaches, by the table in force, which is named."""
        if not isinstance(request.data, dict):
            return Response({"detail": 'Send a JSON object such as {"salary": 32, "education": "master"}.'}, status=400)
        table = PointsTable.objects.filter(code="national").first()
        if table is None:
            return Response({"detail": "No table of points is in force."}, status=503)
        scored = score(as_data(table), read_answers(request.data, as_data(table)))
        answer = {"parts": scored.parts, "total": scored.total, "class": scored.permit_class, "table": table.version}
        return Response(answer)


router = SimpleRouter()
router.register("talent/services", GuideViewSet, basename="talent-service")
router.register("talent/cases", TalentCaseViewSet, basename="talent-case")
urlpatterns = [
    *router.urls,
    path("talent/points/", PointsView.as_view(), name="talent-points"),
    path("talent/plan/", PlanView.as_view(), name="talent-plan"),
]
