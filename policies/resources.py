"""The columns of the exported figures of the plan."""

from django.utils.translation import gettext_lazy as _

from policies.models import Indicator
from portal.core.exports import Sheet, column


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
