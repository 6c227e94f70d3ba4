"""Progress by year and by district, as the bureau supplies it: nothing is filled in and nothing is added up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.charts.supplied import by_district, by_year, heading_of, slug_of
from policies.districts import districts
from policies.figures import Figures, number, unit_words
from policies.goals import Goal, goals, period_text
from policies.models import Indicator, Progress, Target
from policies.progress_sources import Counted, counted
from portal.accounts.models import District
from portal.core.charts import Chart

UNITS = {"亿元": "yi", "%": "pct"}


@dataclass(frozen=True)
class Panel:
    """The districts in one period, beside what was supplied for the whole city."""

    title: str
    chart: Chart
    remarks: list[str]


@dataclass(frozen=True)
class Section:
    """One target: how far the city is, and its districts, the newest period first."""

    target: Target
    goal: Goal
    chart: Chart
    city: list[Progress]
    panels: list[Panel]
    remarks: list[str]
    counted: Counted | None = None

    @property
    def title(self) -> str:
        return heading_of(self.target)

    @property
    def anchor(self) -> str:
        return slug_of(self.target)

    @property
    def is_demo(self) -> bool:
        if self.counted is not None and self.counted.is_demo:
            return True
        return any(row.is_demo for row in self.city) or any(panel.chart.is_demo for panel in self.panels)


@dataclass(frozen=True)
class Supplied:
    """All that the pages of progress read, in a fixed number of queries."""

    targets: list[Target]
    figures: Figures
    districts: list[District]
    rows: dict[int, list[Progress]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Supplied":
        rows: dict[int, list[Progress]] = {}
        for row in Progress.objects.shown().select_related("district").order_by("year", "months", "district__code"):
            rows.setdefault(row.target_id, []).append(row)
        # A target from elsewhere, such as the one of another plan, has progress only once somebody supplies it.
        targets = [one for one in Target.objects.in_figures() if not one.note or one.pk in rows]
        return cls(targets, Figures.load(), list(districts()), rows)

    def sections(self) -> list[Section]:
        own = counted()
        both = zip(self.targets, goals(self.targets), strict=True)
        return [self._section(target, goal, own.get(target.indicator)) for target, goal in both]

    def _section(self, target: Target, goal: Goal, own: Counted | None) -> Section:
        return Section(
            target=target,
            goal=goal,
            chart=self.year_chart(target),
            city=[row for row in self.rows.get(target.pk, []) if row.district_id is None],
            panels=[self._panel(target, period) for period in self.periods(target)],
            remarks=_remarks(target),
            counted=own,
        )

    def year_chart(self, target: Target) -> Chart:
        return by_year(target, self._published(target), self.rows.get(target.pk, []), _unit(target))

    def periods(self, target: Target) -> list[tuple[int, int]]:
        """The newest first; periods that some district has supplied."""
        found = {(row.year, row.months) for row in self.rows.get(target.pk, []) if row.district_id}
        return sorted(found, reverse=True)

    def district_chart(self, target: Target, period: tuple[int, int]) -> Chart:
        return by_district(target, period, self._of(target, period), self.districts, _unit(target))

    def find(self, slug: str) -> Chart | None:
        """The chart of an address, if there are figures for it."""
        for target in self.targets:
            if slug == f"progress-{slug_of(target)}":
                return self.year_chart(target)
            for period in self.periods(target):
                if slug == f"districts-{slug_of(target)}-{period[0]}-{period[1]}":
                    return self.district_chart(target, period)
        return None

    def _published(self, target: Target) -> list[Indicator]:
        return self.figures.series(target.indicator)

    def _of(self, target: Target, period: tuple[int, int]) -> list[Progress]:
        return [row for row in self.rows.get(target.pk, []) if (row.year, row.months) == period]

    def _panel(self, target: Target, period: tuple[int, int]) -> Panel:
        rows = self._of(target, period)
        remarks = [_missing(rows, self.districts)]
        remarks += [_not_added_up()] if target.is_rate else [_sum_text(rows)]
        return Panel(period_text(*period), self.district_chart(target, period), [text for text in remarks if text])


def _unit(target: Target) -> str:
    return unit_words(UNITS[target.unit_zh]) if target.unit_zh in UNITS else target.unit


def _remarks(target: Target) -> list[str]:
    if target.is_rate:
        return [_("The target is an average over the years of the plan: a single year may lie above or below it.")]
    return []


def _missing(rows: Iterable[Progress], all_districts: list[District]) -> str:
    supplied = {row.district_id for row in rows if row.district_id}
    missing = [one.name for one in all_districts if one.pk not in supplied]
    if not missing:
        return ""
    text = ngettext(
        "%(count)s district has not supplied its figure: %(names)s.",
        "%(count)s districts have not supplied their figures: %(names)s.",
        len(missing),
    )
    return text % {"count": len(missing), "names": _(", ").join(missing)}


def _not_added_up() -> str:
    return _("These are rates: the districts’ rates don’t add up to the city’s.")


def _sum_text(rows: list[Progress]) -> str:
    """What the districts come to beside the city's own figure; a difference is named and never smoothed over."""
    parts = [row.value for row in rows if row.district_id]
    city = next((row.value for row in rows if row.district_id is None), None)
    total = sum(parts, Decimal(0))
    words = {"count": len(parts), "sum": number(total)}
    if city is None:
        text = _(
            "The %(count)s figures that were supplied come to %(sum)s. For the whole city no figure was supplied, "
            "and this sum does not take its place."
        )
        return text % words
    words |= {"city": number(city), "difference": number(abs(city - total))}
    if total == city:
        return _("The %(count)s figures come to %(sum)s, as the figure of the whole city does.") % words
    if total < city:
        return (
            _(
                "The %(count)s figures that were supplied come to %(sum)s; the whole city’s figure is %(city)s, "
                "which is %(difference)s more. The difference is shown as it is and was not shared out."
            )
            % words
        )
    return (
        _(
            "The %(count)s figures that were supplied come to %(sum)s; the whole city’s figure is %(city)s, "
            "which is %(difference)s less. The difference is shown as it is and was not shared out."
        )
        % words
    )
