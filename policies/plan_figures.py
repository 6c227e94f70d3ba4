"""The figures of the plan in groups: each scope and place by itself, with its charts and what must be said there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.charts.published import PUBLISHED, chart_of
from policies.figures import Figures, IndicatorRow, row_of
from policies.models import Target
from policies.plan_progress import Supplied
from policies.remarks import Remarks
from portal.core.charts import Chart


@dataclass(frozen=True)
class Group:
    """Figures that may be read together. `charts` and `remarks` are names; unknown figures come last."""

    slug: str
    title: str
    codes: tuple[str, ...]
    charts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


GROUPS = (
    Group(
        "total", gettext_noop("All digital trade of Qingdao"),
        ("digital_trade_total", "delivered_share", "ordered_share"),
        ("total", "structure"), ("two_scopes", "year_before", "national"),
    ),
    Group(
        "deliverable", gettext_noop("Digitally deliverable services trade of Qingdao: another scope"),
        ("deliverable_services_trade", "deliverable_share_of_services"),
        ("volume",), ("two_scopes", "services"),
    ),
    Group(
        "services", gettext_noop("Growth of single services of Qingdao"),
        ("export_ip_charges_growth", "export_finance_growth", "import_insurance_growth", "import_ict_growth"),
        ("services-growth",),
    ),
    Group(
        "outsourcing", gettext_noop("Service outsourcing"),
        ("outsourcing_avg_exec", "offshore_top5_share"), ("outsourcing",), ("no_year",),
    ),
    Group(
        "industries", gettext_noop("Industries of Qingdao"),
        ("core_digital_industry", "ai_industry_scale"), (), ("own_system", "no_year"),
    ),
    Group(
        "world", gettext_noop("The world"),
        ("world_digital_exports", "world_goods_export_growth", "world_services_export_growth"),
        ("world-exports", "world-growth"), ("world",),
    ),
    Group(
        "china", gettext_noop("China"),
        ("cn_deliverable_share_target",), ("china-share",), ("national_targets",),
    ),
)  # fmt: skip
OTHERS = Group("others", gettext_noop("Other figures"), ())


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it."""

    slug: str
    title: str
    rows: list[IndicatorRow]
    charts: list[Chart] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def figure_groups(figures: Figures, targets: Iterable[Target]) -> list[Shown]:
    """No query. A group without figures is left out; a figure that no group knows is not."""
    remarks = Remarks(figures, targets)
    known = [code for group in GROUPS for code in group.codes]
    found = [_shown(group, figures, remarks) for group in GROUPS]
    found.append(Shown(OTHERS.slug, _(OTHERS.title), [row_of(one) for one in figures.besides(known)]))
    return [group for group in found if group.rows]


def _shown(group: Group, figures: Figures, remarks: Remarks) -> Shown:
    charts = [chart_of(slug, figures, remarks) for slug in group.charts]
    return Shown(
        slug=group.slug,
        title=_(group.title),
        rows=[row_of(one) for one in figures.of(group.codes)],
        charts=[chart for chart in charts if chart],
        remarks=remarks.some(*group.remarks),
    )


def find_chart(slug: str) -> Chart | None:
    """The chart of an address: of the published figures or of what the bureau supplied."""
    if slug in PUBLISHED:
        figures = Figures.load()
        return chart_of(slug, figures, Remarks(figures, Target.objects.all()))
    return Supplied.load().find(slug) if slug.startswith(("progress-", "districts-")) else None
