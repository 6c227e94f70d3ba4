"""The columns of the lists of policies as files. What an export writes, an import reads (`policies/imports`)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from policies.editing.policy_content import CONTACT
from policies.imports.notation import write_clauses, write_contacts
from policies.models import Base, Indicator, Measure, NegativeListEntry, Policy
from portal.core.exports import CodesCell, JsonCell, LinesCell, Sheet, column


class IndicatorResource(Sheet):
    code = column(_("indicator"), "code")
    title_zh = column(_("title in Chinese"), "title_zh")
    title_en = column(_("title in English"), "title_en")
    geo = column(_("place"), "get_geo_display")
    year = column(_("year"), "year")
    kind = column(_("kind"), "get_kind_display")
    operator = column(_("comparison"), "get_operator_display")
    value = column(_("value"), "value")
    unit = column(_("unit"), "unit")
    approx = column(_("approximate"), "approx")
    flow = column(_("direction"), "get_flow_display")
    yoy_pct = column(_("growth on the year, %"), "yoy_pct")
    vs_national_pp = column(_("above the national rate, percentage points"), "vs_national_pp")
    share_of_national_pct = column(_("share of the national total, %"), "share_of_national_pct")
    avg_growth_pct = column(_("average growth a year, %"), "avg_growth_pct")
    source = column(_("source"), "source")
    note = column(_("note"), "note")

    class Meta:
        model = Indicator
        fields = export_order = (
            "code", "title_zh", "title_en", "geo", "year", "kind", "operator", "value", "unit", "approx", "flow",
            "yoy_pct", "vs_national_pp", "share_of_national_pct", "avg_growth_pct", "source", "note",
        )  # fmt: skip


class BaseResource(Sheet):
    code = column(_("code"), "code")
    level = column(_("level"), "get_level_display")
    title_zh = column(_("title in Chinese"), "title_zh")
    title_en = column(_("title in English"), "title_en")
    kind_zh = column(_("kind in Chinese"), "kind_zh")
    kind_en = column(_("kind in English"), "kind_en")
    tenants = column(_("tenants"), "tenants")
    export_usd = column(_("exports in USD"), "export_usd")
    period = column(_("period of the figures"), "period")
    award_zh = column(_("award in Chinese"), "award_zh")
    award_en = column(_("award in English"), "award_en")
    orders_zh = column(_("orders in Chinese"), "orders_zh", LinesCell)
    orders_en = column(_("orders in English"), "orders_en", LinesCell)
    note = column(_("note"), "note")

    class Meta:
        model = Base
        fields = export_order = (
            "code", "level", "title_zh", "title_en", "kind_zh", "kind_en", "tenants", "export_usd", "period",
            "award_zh", "award_en", "orders_zh", "orders_en", "note",
        )  # fmt: skip


class NegativeListEntryResource(Sheet):
    edition = column(_("negative list"), "edition__code")
    number = column(_("number in the list"), "number")
    sector = column(_("sector"), "sector__code")
    text_zh = column(_("text in Chinese"), "text_zh")
    text_en = column(_("text in English"), "text_en")
    modes = column(_("modes of supply"), "modes", CodesCell)
    dimensions = column(_("kinds of restriction"), "dimensions", CodesCell)
    source = column(_("source"), "source")

    class Meta:
        model = NegativeListEntry
        fields = export_order = (
            "edition", "number", "sector", "text_zh", "text_en", "modes", "dimensions", "source",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[Any], **kwargs: object) -> QuerySet[Any]:
        return queryset.select_related("edition", "sector").prefetch_related("modes", "dimensions")


class PolicyResource(Sheet):
    """Clauses and contacts stand in cells of their own (`policies/imports/notation.py`)."""

    code = column(_("code"), "code")
    title_zh = column(_("title in Chinese"), "title_zh")
    title_en = column(_("title in English"), "title_en")
    kind = column(_("kind"), "get_kind_display")
    level = column(_("level"), "get_level_display")
    issuer_zh = column(_("issuer in Chinese"), "issuer_zh")
    issuer_en = column(_("issuer in English"), "issuer_en")
    document_number = column(_("document number"), "document_number")
    issued_on = column(_("issued on"), "issued_on")
    reported_on = column(_("reported on"), "reported_on")
    effective_on = column(_("in force from"), "effective_on")
    expires_on = column(_("in force until"), "expires_on")
    state = column(_("validity"), "get_state_display")
    supersedes = column(_("replaces"), "supersedes__code")
    based_on = column(_("rests on"), "based_on", CodesCell)
    areas = column(_("focus areas"), "areas", CodesCell)
    safeguards = column(_("safeguards"), "safeguards", CodesCell)
    categories = column(_("trade categories"), "categories", CodesCell)
    districts = column(_("districts and zones"), "districts", CodesCell)
    audiences = column(_("audience"), "audiences", CodesCell)
    summary_zh = column(_("summary in Chinese"), "summary_zh")
    summary_en = column(_("summary in English"), "summary_en")
    reading_zh = column(_("plain reading in Chinese"), "reading_zh")
    reading_en = column(_("plain reading in English"), "reading_en")
    clauses_zh = column(_("clauses in Chinese"))
    clauses_en = column(_("clauses in English"))
    contacts = column(_("contacts"))
    is_demo = column(_("demo data"), "is_demo")
    published = column(_("published"), "published")

    class Meta:
        model = Policy
        fields = export_order = (
            "code", "title_zh", "title_en", "kind", "level", "issuer_zh", "issuer_en", "document_number", "issued_on",
            "reported_on", "effective_on", "expires_on", "state", "supersedes", "based_on", "areas", "safeguards",
            "categories", "districts", "audiences", "summary_zh", "summary_en", "reading_zh", "reading_en",
            "clauses_zh", "clauses_en", "contacts", "is_demo", "published",
        )  # fmt: skip

    notes = {
        "clauses_zh": _(
            "One below the other, in their order. Each begins on a line of its own with its number in brackets: 【1.1】"
        ),
        "clauses_en": _("Under the same numbers as in Chinese."),
        "contacts": _(
            "One a line: office in Chinese | office in English | telephone | e-mail | hours in Chinese | "
            "hours in English. What is not known stays empty."
        ),
    }

    def filter_export(self, queryset: QuerySet[Any], **kwargs: object) -> QuerySet[Any]:
        linked = ("based_on", "areas", "safeguards", "categories", "districts", "clauses", "contacts")
        return queryset.select_related("supersedes").prefetch_related(*linked)

    def dehydrate_clauses_zh(self, policy: Policy) -> str:
        return write_clauses((one.number, one.text_zh) for one in policy.clauses.all())

    def dehydrate_clauses_en(self, policy: Policy) -> str:
        return write_clauses((one.number, one.text_en) for one in policy.clauses.all() if one.text_en)

    def dehydrate_contacts(self, policy: Policy) -> str:
        return write_contacts([getattr(one, name) for name in CONTACT] for one in policy.contacts.all())


class MeasureResource(Sheet):
    """Conditions, formula and worked examples travel as JSON."""

    code = column(_("code"), "code")
    title_zh = column(_("title in Chinese"), "title_zh")
    title_en = column(_("title in English"), "title_en")
    policy = column(_("policy document"), "policy__code")
    article = column(_("article"), "article")
    area = column(_("focus area"), "area__code")
    mode = column(_("allocation"), "get_mode_display")
    period_from = column(_("accounting period from"), "period_from")
    period_to = column(_("accounting period to"), "period_to")
    window_open = column(_("window opens"), "window_open")
    window_close = column(_("window closes"), "window_close")
    budget_fen = column(_("budget (yuan)"), "budget_cny")
    usd_cny = column(_("exchange rate USD to CNY"), "usd_cny")
    expert_review = column(_("expert review"), "expert_review")
    on_site_check = column(_("on-site check"), "on_site_check")
    papers = column(_("papers"))
    anchor = column(_("where the figures come from"), "anchor")
    eligibility = column(_("conditions"), "eligibility", JsonCell)
    subsidy = column(_("amount formula"), "subsidy", JsonCell)
    examples = column(_("worked examples"), "examples", JsonCell)
    is_demo = column(_("demo data"), "is_demo")

    class Meta:
        model = Measure
        fields = export_order = (
            "code", "title_zh", "title_en", "policy", "article", "area", "mode", "period_from", "period_to",
            "window_open", "window_close", "budget_fen", "usd_cny", "expert_review", "on_site_check", "papers",
            "anchor", "eligibility", "subsidy", "examples", "is_demo",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[Any], **kwargs: object) -> QuerySet[Any]:
        return queryset.select_related("policy", "area").prefetch_related("paper_rows__paper")

    def dehydrate_papers(self, measure: Measure) -> str:
        return "、".join(row.paper.code for row in measure.paper_rows.all())
