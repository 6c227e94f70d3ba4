"""What the open API says of the plan's targets: the aim, the figures published for it, and how far things have come."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from policies.goals import ARTICLE, label_of, period_text, source_of
from policies.models import Indicator, Progress, Target


class FigureSerializer(serializers.ModelSerializer):
    """A figure that was published with the plan. Two years of it are one series only where both have the same place."""

    value = serializers.FloatField()
    yoy_pct = serializers.FloatField(allow_null=True)
    source = serializers.SerializerMethodField()

    class Meta:
        model = Indicator
        fields = ("geo", "year", "value", "unit", "kind", "operator", "approx", "yoy_pct", "source", "note")

    def get_source(self, figure: Indicator) -> str:
        return source_of(figure)


class ProgressSerializer(serializers.ModelSerializer):
    """A figure that the bureau supplied. `district` is null for the whole city, which is never added up."""

    indicator = serializers.CharField(source="target.indicator")
    period = serializers.SerializerMethodField()
    district = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    district_name = serializers.SerializerMethodField()
    value = serializers.FloatField()
    unit = serializers.CharField(source="target.unit")
    source = serializers.SerializerMethodField()
    note = serializers.CharField()

    class Meta:
        model = Progress
        fields = (
            "indicator", "year", "months", "period", "district", "district_name", "value", "unit", "kind", "source",
            "note", "is_demo",
        )  # fmt: skip

    def get_period(self, row: Progress) -> str:
        return period_text(row.year, row.months)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_district_name(self, row: Progress) -> str | None:
        return row.district.name if row.district else None

    def get_source(self, row: Progress) -> str:
        return row.source or _("supplied by the bureau")


class ShortTargetSerializer(serializers.ModelSerializer):
    """The aim itself. `year` is the plan's last; the context has it, so that a list asks once."""

    title = serializers.SerializerMethodField()
    year = serializers.SerializerMethodField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    source = serializers.SerializerMethodField()

    class Meta:
        model = Target
        fields = ("indicator", "title", "year", "operator", "value", "unit", "unit_zh", "unit_en", "source", "note")

    def get_title(self, target: Target) -> str:
        return label_of(target)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_year(self, target: Target) -> int | None:
        return self.context["last_year"]

    def get_source(self, target: Target) -> str:
        """A target with a note is taken from elsewhere."""
        return _("A published page, not the article") if target.note else _(ARTICLE)


class TargetSerializer(ShortTargetSerializer):
    text = serializers.CharField(help_text="A target in words has no value.")
    figures = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()

    class Meta(ShortTargetSerializer.Meta):
        fields = (*ShortTargetSerializer.Meta.fields, "text", "qualitative", "figures", "progress")

    @extend_schema_field(FigureSerializer(many=True))
    def get_figures(self, target: Target) -> list[dict[str, Any]]:
        rows = self.context["figures"].get(target.indicator, [])
        return list(FigureSerializer(rows, many=True).data)

    @extend_schema_field(ProgressSerializer(many=True))
    def get_progress(self, target: Target) -> list[dict[str, Any]]:
        rows = self.context["progress"].get(target.pk, [])
        return list(ProgressSerializer(rows, many=True).data)
