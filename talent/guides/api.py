"""The service guides for machines: texts in the language of Accept-Language, the official Chinese name beside it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from portal.core.open_api import OpenViewSet
from talent.models import Guide, GuideFact, GuidePaper, GuideStep


class FactFields(serializers.ModelSerializer):
    """What every fact says of itself."""

    sources = serializers.SerializerMethodField(help_text="Letters: S published page, L law, GK to be verified …")
    past_check = serializers.BooleanField(read_only=True, help_text="Nobody looked at it within its interval.")
    checked_by = serializers.CharField(
        read_only=True, help_text="Empty: no official has checked it; the portal's makers compiled it on checked_on."
    )
    outdated = serializers.SerializerMethodField(help_text="The Chinese has changed since this was translated.")
    said: tuple[str, ...] = ()

    def get_sources(self, row: Any) -> list[str]:
        return [kind.value for kind in row.kinds]

    def get_outdated(self, row: Any) -> bool:
        return any(getattr(getattr(row, name), "outdated", False) for name in self.said)


CHECK = ("sources", "checked_on", "checked_by", "check_every", "past_check", "outdated")


class GuideFactSerializer(FactFields):
    text = serializers.CharField()
    said = ("text",)

    class Meta:
        model = GuideFact
        fields = ("element", "text", "text_zh", "known", *CHECK)


class GuidePaperSerializer(FactFields):
    name, validity, note = (serializers.CharField() for _field in range(3))
    said = ("name", "validity", "note")

    class Meta:
        model = GuidePaper
        fields = ("name", "name_zh", "original", "copy", "translation", "seal", "validity", "note", *CHECK)


class GuideStepSerializer(FactFields):
    name, place, days, result = (serializers.CharField() for _field in range(4))
    said = ("name", "place", "days", "result")

    class Meta:
        model = GuideStep
        fields = ("name", "name_zh", "actor", "place", "days", "result", *CHECK)


class GuideSerializer(FactFields):
    name, who, result = (serializers.CharField() for _field in range(3))
    agency = serializers.SlugRelatedField("code", read_only=True)
    authority = serializers.SerializerMethodField(help_text="The authority's name.")
    said = ("name", "who", "result")

    class Meta:
        model = Guide
        fields = (
            "slug", "group", "name", "name_zh", "who", "result", "agency", "authority", "version",
            "published_at", *CHECK,
        )  # fmt: skip

    def get_authority(self, guide: Guide) -> str:
        return str(guide.agency.name) if guide.agency else ""


class GuideDetailSerializer(GuideSerializer):
    facts = GuideFactSerializer(many=True)
    papers = GuidePaperSerializer(many=True)
    steps = GuideStepSerializer(many=True)

    class Meta(GuideSerializer.Meta):
        fields = (*GuideSerializer.Meta.fields, "facts", "papers", "steps")


class GuideViewSet(ListModelMixin, RetrieveModelMixin, OpenViewSet):
    """Service guides with every element that a government guide must have, in Chinese, English, Korean and Japanese."""

    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Guide]:
        published = Guide.objects.published()
        return published.with_parts() if self.action == "retrieve" else published.select_related("agency")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return GuideDetailSerializer if self.action == "retrieve" else GuideSerializer
