"""What the open API says about policies. Texts come in the reader's language and in both halves."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from policies.document_files import lines_of
from policies.enums import Geography
from policies.models import Base, FocusArea, Indicator, Measure, NegativeListEntry, Policy, Target
from policies.models.library import Clause, Contact
from policies.rules import RuleSet, formula_sentences
from policies.target_serializers import ShortTargetSerializer


class FocusAreaSerializer(serializers.ModelSerializer):
    title = serializers.CharField()
    short = serializers.CharField()

    class Meta:
        model = FocusArea
        fields = ("code", "number", "title", "title_zh", "title_en", "short", "lever_zh", "lever_en")


class ClauseSerializer(serializers.ModelSerializer):
    text = serializers.CharField()

    class Meta:
        model = Clause
        fields = ("number", "text", "text_zh", "text_en")


class PolicySerializer(serializers.ModelSerializer):
    title = serializers.CharField()
    issuer = serializers.CharField()
    state = serializers.SerializerMethodField()
    areas = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Policy
        fields = (
            "code", "slug", "title", "title_zh", "title_en", "kind", "level", "issuer", "document_number", "issued_on",
            "effective_on", "expires_on", "state", "areas", "is_demo",
        )  # fmt: skip

    def get_state(self, policy: Policy) -> str:
        return policy.state_on().value


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = ("name_zh", "name_en", "phone", "email", "hours_zh", "hours_en")


class PolicyFileSerializer(serializers.Serializer):
    title = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    detail = serializers.CharField(help_text="Kind and size.")


def published_codes(rows: Any) -> list[str]:
    """Of rows that are read already; what is not published is not named."""
    return [row.code for row in rows if row.published]


class PolicyDetailSerializer(PolicySerializer):
    """All that the page of a document says. Other documents and measures are named by their codes."""

    url = serializers.CharField(source="get_absolute_url")
    safeguards = serializers.SlugRelatedField("code", many=True, read_only=True)
    categories = serializers.SlugRelatedField("code", many=True, read_only=True)
    districts = serializers.SlugRelatedField("code", many=True, read_only=True)
    audiences = serializers.ListField(child=serializers.CharField())
    supersedes = serializers.SerializerMethodField()
    superseded_by = serializers.SerializerMethodField()
    based_on = serializers.SerializerMethodField()
    measures = serializers.SlugRelatedField("code", many=True, read_only=True)
    contacts = ContactSerializer(many=True)
    files = serializers.SerializerMethodField()
    clauses = ClauseSerializer(many=True)

    class Meta(PolicySerializer.Meta):
        fields = (
            *PolicySerializer.Meta.fields, "url", "issuer_zh", "issuer_en", "reported_on", "version", "supersedes",
            "superseded_by", "based_on", "safeguards", "categories", "districts", "audiences", "summary_zh",
            "summary_en", "reading_zh", "reading_en", "measures", "contacts", "files", "clauses",
        )  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_supersedes(self, policy: Policy) -> str | None:
        return policy.supersedes.code if policy.supersedes and policy.supersedes.published else None

    def get_superseded_by(self, policy: Policy) -> list[str]:
        return published_codes(policy.superseded_by.all())

    def get_based_on(self, policy: Policy) -> list[str]:
        return published_codes(policy.based_on.all())

    @extend_schema_field(PolicyFileSerializer(many=True))
    def get_files(self, policy: Policy) -> list[dict[str, Any]]:
        """Only those that everybody may take away."""
        return list(PolicyFileSerializer(lines_of(policy, AnonymousUser()), many=True).data)


class MeasureSerializer(serializers.ModelSerializer):
    title = serializers.CharField()
    area = serializers.SlugRelatedField("code", read_only=True)
    policy = serializers.SlugRelatedField("code", read_only=True)
    accounting_period = serializers.SerializerMethodField()
    window = serializers.SerializerMethodField()
    budget_cny = serializers.SerializerMethodField()
    cap_cny = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    class Meta:
        model = Measure
        fields = (
            "code", "slug", "title", "title_zh", "title_en", "area", "policy", "mode", "accounting_period", "window",
            "budget_cny", "cap_cny", "once_per_applicant", "documents", "is_demo", "updated_at",
        )  # fmt: skip

    def get_accounting_period(self, measure: Measure) -> dict[str, str]:
        return {"from": measure.period_from.isoformat(), "to": measure.period_to.isoformat()}

    def get_window(self, measure: Measure) -> dict[str, Any] | None:
        """From the context, so that a list asks for all windows at once."""
        window = self.context["windows"].get(measure.pk)
        if window is None:
            return None
        return {
            "open": window.opens_on.isoformat(),
            "close": window.closes_on.isoformat(),
            "state": window.state,
            "workdays_left": window.workdays_left,
        }

    def get_budget_cny(self, measure: Measure) -> float:
        amount = measure.budget_cny
        return int(amount) if amount == amount.to_integral_value() else float(amount)

    def get_cap_cny(self, measure: Measure) -> int | None:
        return measure.subsidy.get("cap_cny")

    def get_documents(self, measure: Measure) -> list[str]:
        return [row.paper.code for row in measure.paper_rows.all()]


class MeasureDetailSerializer(MeasureSerializer):
    conditions = serializers.SerializerMethodField()
    standards = serializers.SerializerMethodField()

    class Meta(MeasureSerializer.Meta):
        fields = (*MeasureSerializer.Meta.fields, "eligibility", "subsidy", "conditions", "standards")

    @property
    def rules(self) -> RuleSet:
        return self.context["rules"]

    def get_conditions(self, measure: Measure) -> list[dict[str, str]]:
        from policies.rules.sentences import statement

        return [{"clause": one.clause, "sentence": str(statement(one))} for one in self.rules.conditions]

    def get_standards(self, measure: Measure) -> list[str]:
        return formula_sentences(self.rules)


class IndicatorSerializer(serializers.ModelSerializer):
    title = serializers.CharField()
    value = serializers.FloatField()
    yoy_pct = serializers.FloatField()
    avg_growth_pct = serializers.FloatField()
    target = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()

    class Meta:
        model = Indicator
        fields = (
            "code", "title", "title_zh", "title_en", "geo", "year", "value", "unit", "kind", "operator", "approx",
            "flow", "yoy_pct", "avg_growth_pct", "source", "note", "target", "progress",
        )  # fmt: skip

    @extend_schema_field(ShortTargetSerializer(allow_null=True))
    def get_target(self, figure: Indicator) -> dict[str, Any] | None:
        target = self._target_of(figure)
        return dict(ShortTargetSerializer(target, context=self.context).data) if target else None

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_progress(self, figure: Indicator) -> str | None:
        """Where the progress towards the target is, by year and by district."""
        if self._target_of(figure) is None:
            return None
        address = reverse("progress-list", request=self.context.get("request"))
        return f"{address}?{urlencode({'indicator': figure.code})}"

    def _target_of(self, figure: Indicator) -> Target | None:
        """The plan's targets are the city's: a figure of the country or of the world has none."""
        return self.context["targets"].get(figure.code) if figure.geo == Geography.QINGDAO else None


class BaseSerializer(serializers.ModelSerializer):
    """A base without a title is one that the bureau has still to name."""

    title = serializers.SerializerMethodField()
    kind = serializers.CharField()
    award = serializers.CharField()
    export_usd = serializers.FloatField()

    class Meta:
        model = Base
        fields = ("code", "level", "title", "kind", "tenants", "export_usd", "period", "award", "orders_zh")

    def get_title(self, base: Base) -> str | None:
        return base.title or None


class NegativeListEntrySerializer(serializers.ModelSerializer):
    list = serializers.SlugRelatedField("code", source="edition", read_only=True)
    sector = serializers.SlugRelatedField("code", read_only=True)
    sector_title = serializers.CharField(source="sector.title")
    text = serializers.CharField()
    modes = serializers.SlugRelatedField("code", many=True, read_only=True)
    dimensions = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = NegativeListEntry
        fields = (
            "list", "number", "sector", "sector_title", "text", "text_zh", "text_en", "modes", "dimensions", "source"
        )  # fmt: skip
