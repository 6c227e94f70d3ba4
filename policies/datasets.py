"""The tables of the plan and its rules that go into the open data."""

from collections.abc import Iterator
from typing import Any

from policies.models import Base, FocusArea, Indicator, Measure, NegativeListEntry, Policy, Progress, Target
from portal.core.open_data import Column, Dataset, register


def register_all() -> None:
    for dataset in (_POLICIES, _CLAUSES, _MEASURES, _AREAS, _INDICATORS, _TARGETS, _PROGRESS, _NEGATIVE_LIST, _BASES):
        register(dataset)


def _policies() -> Iterator[dict[str, Any]]:
    rows = Policy.objects.published().select_related("supersedes").prefetch_related("areas", "categories", "districts")
    for one in rows:
        yield {
            **_columns(one, "code", "title_zh", "title_en", "kind", "level", "issuer_zh", "issuer_en"),
            **_columns(one, "document_number", "issued_on", "effective_on", "expires_on", "version", "is_demo"),
            "state": one.state_on().value,
            "supersedes": one.supersedes.code if one.supersedes else None,
            "areas": [area.code for area in one.areas.all()],
            "categories": [category.code for category in one.categories.all()],
            "districts": [district.code for district in one.districts.all()],
            "audiences": one.audiences,
        }


def _clauses() -> Iterator[dict[str, Any]]:
    for policy in Policy.objects.published().prefetch_related("clauses"):
        for one in policy.clauses.all():
            yield {"policy": policy.code, **_columns(one, "number", "text_zh", "text_en")}


def _measures() -> Iterator[dict[str, Any]]:
    for one in Measure.objects.published().select_related("policy", "area"):
        yield {
            **_columns(one, "code", "title_zh", "title_en", "mode", "period_from", "period_to"),
            **_columns(one, "window_open", "window_close", "budget_cny", "version", "is_demo"),
            "policy": one.policy.code,
            "area": one.area.code,
            "eligibility": one.eligibility,
            "subsidy": one.subsidy,
        }


def _areas() -> Iterator[dict[str, Any]]:
    for one in FocusArea.objects.all():
        yield _columns(one, "code", "number", "title_zh", "title_en", "short_zh", "short_en", "lever_zh", "lever_en")


def _indicators() -> Iterator[dict[str, Any]]:
    for one in Indicator.objects.all():
        yield _columns(one, *(column.name for column in _INDICATORS.columns))


def _targets() -> Iterator[dict[str, Any]]:
    for one in Target.objects.all():
        yield _columns(one, *(column.name for column in _TARGETS.columns))


def _progress() -> Iterator[dict[str, Any]]:
    for one in Progress.objects.shown().select_related("target", "district"):
        yield {
            **_columns(one, "year", "months", "value", "kind", "source_zh", "source_en", "is_demo"),
            "indicator": one.target.indicator,
            "unit": one.target.unit_en,
            "district": one.district.code if one.district else None,
        }


def _negative_list() -> Iterator[dict[str, Any]]:
    rows = NegativeListEntry.objects.select_related("edition", "sector").prefetch_related("modes", "dimensions")
    for one in rows:
        yield {
            **_columns(one, "number", "text_zh", "text_en", "source"),
            "list": one.edition.code,
            "sector": one.sector.code,
            "modes": [mode.code for mode in one.modes.all()],
            "dimensions": [dimension.code for dimension in one.dimensions.all()],
        }


def _bases() -> Iterator[dict[str, Any]]:
    for one in Base.objects.all():
        yield _columns(one, *(column.name for column in _BASES.columns))


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


CODE = Column("code", "text", "代码，不会改变", "code, never changed")
TITLES = (
    Column("title_zh", "text", "中文名称", "title in Chinese"),
    Column("title_en", "text", "英文名称", "title in English"),
)
DEMO = Column("is_demo", "yes/no", "示例数据，不作为政策依据", "demo data, not a policy")
VERSION = Column("version", "number", "版本号", "version")
SOURCE = Column("source", "text", "来源", "source")

_POLICIES = Dataset(
    "policies", "政策文件", "Policy documents",
    (
        CODE, *TITLES,
        Column("kind", "text", "种类", "kind"),
        Column("level", "text", "层级", "level"),
        Column("issuer_zh", "text", "发文机关（中文）", "issuer in Chinese"),
        Column("issuer_en", "text", "发文机关（英文）", "issuer in English"),
        Column("document_number", "text", "文号，未公布则为空", "document number, empty while not published"),
        Column("issued_on", "date", "发文日期", "issued on"),
        Column("effective_on", "date", "施行日期", "in force from"),
        Column("expires_on", "date", "有效期至", "in force until"),
        Column("state", "text", "导出当日的效力状态", "validity on the day of the dump"),
        Column("supersedes", "text", "所替代文件的代码", "code of the document that it replaces"),
        Column("areas", "list", "重点领域代码", "codes of focus areas"),
        Column("categories", "list", "数字贸易类别代码", "codes of trade categories"),
        Column("districts", "list", "区（市）代码，空为全市", "codes of districts, empty for the whole city"),
        Column("audiences", "list", "适用对象", "audience"),
        VERSION, DEMO,
    ),
    _policies,
)  # fmt: skip
_CLAUSES = Dataset(
    "clauses", "政策条款", "Clauses of policy documents",
    (
        Column("policy", "text", "政策文件代码", "code of the policy document"),
        Column("number", "text", "条款编号", "number of the clause"),
        Column("text_zh", "text", "中文条文", "text in Chinese"),
        Column("text_en", "text", "英文条文", "text in English"),
    ),
    _clauses,
)  # fmt: skip
_MEASURES = Dataset(
    "measures", "支持事项", "Support measures",
    (
        CODE, *TITLES,
        Column("policy", "text", "所属政策文件代码", "code of its policy document"),
        Column("area", "text", "重点领域代码", "code of its focus area"),
        Column("mode", "text", "分配方式", "allocation"),
        Column("period_from", "date", "核算期起", "accounting period from"),
        Column("period_to", "date", "核算期止", "accounting period to"),
        Column("window_open", "date", "申报开始日", "window opens"),
        Column("window_close", "date", "申报截止日", "window closes"),
        Column("budget_cny", "number", "预算", "budget", "CNY"),
        Column("eligibility", "rules", "条件（规则数据）", "conditions, as rule data"),
        Column("subsidy", "rules", "金额公式（规则数据）", "amount formula, as rule data"),
        VERSION, DEMO,
    ),
    _measures,
)  # fmt: skip
_AREAS = Dataset(
    "focus-areas", "重点领域", "Focus areas",
    (
        CODE, Column("number", "number", "序号", "number"), *TITLES,
        Column("short_zh", "text", "中文简称", "short title in Chinese"),
        Column("short_en", "text", "英文简称", "short title in English"),
        Column("lever_zh", "text", "抓手（中文）", "lever in Chinese"),
        Column("lever_en", "text", "抓手（英文）", "lever in English"),
    ),
    _areas,
)  # fmt: skip
_INDICATORS = Dataset(
    "indicators", "指标", "Indicators",
    (
        Column("code", "text", "指标代码", "code of the indicator"), *TITLES,
        Column("geo", "text", "地域：QD 青岛，CN 全国，W 全球", "place: QD Qingdao, CN China, W world"),
        Column("year", "number", "年份，来源未注明则为空", "year, empty where the source names none"),
        Column("value", "number", "数值，单位见 unit", "value, in the unit of the column unit"),
        Column("unit", "text", "单位：yi 为亿元", "unit; yi is CNY 100 million"),
        Column("kind", "text", "实际值或目标值", "reported figure or target"),
        Column("operator", "text", "比较：gte 为不低于", "comparison: gte is at least"),
        Column("approx", "yes/no", "约数", "approximate"),
        Column("flow", "text", "方向：出口或进口", "direction: exports or imports"),
        Column("yoy_pct", "number", "同比增长", "growth on the year before", "%"),
        SOURCE, Column("note", "text", "备注", "note"),
    ),
    _indicators,
)  # fmt: skip
_TARGETS = Dataset(
    "targets", "规划目标", "Targets of the plan",
    (
        Column("indicator", "text", "指标代码", "code of the indicator"),
        Column("operator", "text", "比较：gte 为不低于", "comparison: gte is at least"),
        Column("value", "number", "目标值，仅有文字表述的目标为空", "value, empty for a target in words"),
        Column("unit_zh", "text", "单位（中文）", "unit in Chinese"),
        Column("unit_en", "text", "单位（英文）", "unit in English"),
        Column("text_zh", "text", "文字表述（中文）", "wording in Chinese"),
        Column("text_en", "text", "文字表述（英文）", "wording in English"),
        Column("note", "text", "备注：目标出自其他文件时注明", "note, where a target is taken from elsewhere"),
    ),
    _targets,
)  # fmt: skip
_PROGRESS = Dataset(
    "progress", "目标进展", "Progress towards the targets",
    (
        Column("indicator", "text", "目标的指标代码", "code of the target"),
        Column("year", "number", "年份", "year"),
        Column("months", "number", "自一月起的月数，12 为全年", "months from January, 12 for the whole year"),
        Column("district", "text", "区（市）代码，空为全市", "code of the district, empty for the whole city"),
        Column("value", "number", "数值，单位见 unit", "value, in the unit of the column unit"),
        Column("unit", "text", "单位", "unit"),
        Column("kind", "text", "正式或初步数", "final or preliminary"),
        Column("source_zh", "text", "来源（中文）", "source in Chinese"),
        Column("source_en", "text", "来源（英文）", "source in English"),
        DEMO,
    ),
    _progress,
)  # fmt: skip
_NEGATIVE_LIST = Dataset(
    "negative-list", "跨境服务贸易负面清单条目", "Items of the cross-border services negative lists",
    (
        Column("list", "text", "版本代码", "code of the edition"),
        Column("number", "number", "清单序号，来源未注明则为空", "number in the list, empty where no source gives it"),
        Column("sector", "text", "行业代码", "code of the sector"),
        Column("text_zh", "text", "中文转述", "paraphrase in Chinese"),
        Column("text_en", "text", "英文转述", "paraphrase in English"),
        Column("modes", "list", "服务提供模式", "modes of supply"),
        Column("dimensions", "list", "限制种类", "kinds of restriction"),
        SOURCE,
    ),
    _negative_list,
)  # fmt: skip
_BASES = Dataset(
    "bases", "出口基地", "Export bases",
    (
        CODE, Column("level", "text", "层级", "level"), *TITLES,
        Column("tenants", "number", "入驻企业数", "tenants"),
        Column("export_usd", "number", "出口额", "exports", "USD"),
        Column("period", "text", "数据所属期", "period of the figures"),
    ),
    _bases,
)  # fmt: skip
