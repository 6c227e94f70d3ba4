"""The plan's overview and the way between its pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.charts.published import chart_of
from policies.figures import Figures
from policies.goals import goals, label_of
from policies.models import Plan, Target
from policies.remarks import Remarks

# The pages of the plan: URL name, title, and what stands there.
PAGES = (
    ("plan", gettext_lazy("Overview and targets"), ""),
    (
        "plan_figures", gettext_lazy("Figures"),
        gettext_lazy("Every published figure with unit, year, place and source, with charts and what not to compare"),
    ),
    (
        "plan_progress", gettext_lazy("Progress towards the targets"),
        gettext_lazy("By year and by district, as the bureau supplies it"),
    ),
    (
        "plan_places", gettext_lazy("Places and industries"),
        gettext_lazy("Export bases, fairs, zones and parks, the 10+1 system, industrial clusters"),
    ),
    (
        "plan_scope", gettext_lazy("What counts, and safeguards"),
        gettext_lazy("Four categories, two statistical modes, the central five, and the four safeguards"),
    ),
)  # fmt: skip


def frame(current: str) -> dict[str, Any]:
    """What every page of the plan has: the way here and the way to the others."""
    pages = [
        {"title": title, "text": text, "url": reverse(f"policies:{name}"), "current": name == current}
        for name, title, text in PAGES
    ]
    here = next(page for page in pages if page["current"])
    way = [{"title": _("Policies"), "url": reverse("policies:library")}]
    if current != "plan":
        way.append({"title": _("The plan"), "url": pages[0]["url"]})
    way.append({"title": _("The plan") if current == "plan" else here["title"]})
    return {"pages": pages, "here": here, "breadcrumb": way, "section": "data"}


def overview(plan: Plan) -> dict[str, Any]:
    """The targets as meters, what must be said beside them, and the aims in words."""
    targets, figures = list(Target.objects.all()), Figures.load()
    remarks = Remarks(figures, targets)
    in_figures = [target for target in targets if not target.qualitative]
    found = goals(in_figures)
    return {
        "goals": [goal for goal in found if not goal.remark],
        "others": [goal for goal in found if goal.remark],
        "aims": [_aim(target, plan, remarks) for target in targets if target.qualitative],
        "two_targets": remarks.two_targets(),
        "path": remarks.path(),
        "chart": chart_of("volume", figures, remarks),
        "remarks": remarks.some("two_scopes", "year_before", "national", "services", "world", "own_system", "computer"),
    }


def _aim(target: Target, plan: Plan, remarks: Remarks) -> dict[str, str]:
    """A target that repeats the plan's spatial pattern has its English there."""
    text = plan.spatial_pattern if target.text_zh == plan.spatial_pattern_zh else target.text
    note = remarks.ten_billion() if target.indicator == "ten_billion_steps" else ""
    return {"label": label_of(target), "text": text, "note": note}
