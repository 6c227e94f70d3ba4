"""What must be said beside the plan's figures, so that nobody reads more into them than they hold.

Derived numbers are worked out from the figures in the table and are called derived; where a figure is missing,
its remark is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import Geography
from policies.figures import Figures
from policies.models import Target, TradeCategory
from portal.core.money import format_number

# Remarks that stand in the data files, which are written in English: named here so that they are translated.
DATA_REMARKS = (
    gettext_noop("growth above 20% in each of the last three years"),
    gettext_noop("from the 10+1 system, not from the digital-trade plan"),
    gettext_noop("from a photo caption"),
    gettext_noop("named only in a photo caption"),
    gettext_noop("when built, the second international communications hub in northern China"),
    gettext_noop("throughput far above London; shipping finance, insurance, arbitration are the gap to close"),
    gettext_noop("the article prints 计算器 (calculator); 计算机 (computer) is evidently meant"),
    gettext_noop("article says three in all but names two; the third must come from the operator"),
)
ONE_PLACE = Decimal("0.1")
VOLUME, RATE = "deliverable_services_trade", "deliverable_services_trade_cagr"
LAST_YEAR = 2027


@dataclass(frozen=True)
class PathStep:
    """Where the growth target alone would lead to; worked out here, and no target."""

    year: int
    value: Decimal
    is_derived: bool

    @property
    def text(self) -> str:
        return _short(self.value)


class Remarks:
    """Each of them by its name; empty where a figure that it speaks of is missing."""

    def __init__(self, figures: Figures, targets: Iterable[Target]) -> None:
        self.figures = figures
        self.targets = {target.indicator: target for target in targets}

    def some(self, *names: str) -> list[str]:
        return [text for name in names if (text := getattr(self, name)())]

    def path(self) -> list[PathStep]:
        """The years from the last figure to the end of the plan, if the volume grew by exactly the target's rate."""
        now, rate = self.figures.newest(VOLUME), self.targets.get(RATE)
        if not (now and now.year and rate and rate.value):
            return []
        growth = 1 + rate.value / 100
        return [
            PathStep(now.year + years, now.value * growth**years, years > 0)
            for years in range(LAST_YEAR - now.year + 1)
        ]

    def two_targets(self) -> str:
        """Reaching the volume and growing by the rate are two different things."""
        path, goal, rate = self.path(), self.targets.get(VOLUME), self.targets.get(RATE)
        if not (len(path) > 1 and goal and goal.value and rate and rate.value):
            return ""
        needed = (float(goal.value / path[0].value) ** (1 / (len(path) - 1)) - 1) * 100
        return _(
            "The volume and the growth rate are two targets: from %(now)s (%(year)s) to %(goal)s takes %(needed)s%% "
            "a year, while %(rate)s%% a year would lead to %(reached)s. Neither is derived from the other here."
        ) % {
            "now": path[0].text,
            "year": path[0].year,
            "goal": _short(goal.value, Decimal(1)),
            "needed": _short(Decimal(str(needed))),
            "rate": _short(rate.value, Decimal(1)),
            "reached": path[-1].text,
        }

    def ten_billion(self) -> str:
        if "ten_billion_steps" not in self.targets:
            return ""
        return _("“Two 百亿 steps” are steps of CNY 10 billion each, not of 100 billion.")

    def split(self) -> tuple[Decimal, Decimal] | None:
        """Delivered and ordered trade of the newest total, derived from their shares."""
        total, delivered = self.figures.newest("digital_trade_total"), self.figures.newest("delivered_share")
        if not (total and delivered and total.year == delivered.year):
            return None
        part = total.value * delivered.value / 100
        return part, total.value - part

    def two_scopes(self) -> str:
        total, other, parts = self.figures.newest("digital_trade_total"), self.figures.newest(VOLUME), self.split()
        if not (total and parts and other):
            return ""
        return _(
            "Of the total of %(total)s in %(year)s, %(delivered)s were delivered and %(ordered)s ordered digitally "
            "(derived). "
            "%(other)s for %(other_year)s has another scope: the figures are not one series."
        ) % {
            "total": _short(total.value),
            "year": total.year,
            "delivered": _short(parts[0]),
            "ordered": _short(parts[1]),
            "other": _short(other.value),
            "other_year": other.year,
        }

    def services(self) -> str:
        part, share = self.figures.newest(VOLUME), self.figures.newest("deliverable_share_of_services")
        if not (part and share and share.value):
            return ""
        whole = _short(part.value * 100 / share.value, Decimal(1))
        return _("A share of %(share)s%% means services trade of about %(whole)s in %(year)s (derived).") % {
            "share": _short(share.value, Decimal(1)),
            "whole": whole,
            "year": share.year,
        }

    def national(self) -> str:
        total = self.figures.newest("digital_trade_total")
        if not (total and total.share_of_national_pct):
            return ""
        whole = round(total.value * 100 / total.share_of_national_pct, -2)
        return _("A share of about %(share)s%% of the national total means some %(whole)s nationally (derived).") % {
            "share": _short(total.share_of_national_pct),
            "whole": format_number(Decimal(int(whole))),
        }

    def before(self) -> Decimal | None:
        """The total of the year before the newest one, derived from its growth."""
        total = self.figures.newest("digital_trade_total")
        if not (total and total.yoy_pct and total.year):
            return None
        return (total.value / (1 + total.yoy_pct / 100)).quantize(Decimal(1))

    def year_before(self) -> str:
        total, before = self.figures.newest("digital_trade_total"), self.before()
        if not (total and total.yoy_pct and total.year and before):
            return ""
        return _("Growth of %(rate)s%% means about %(before)s in %(year)s (derived).") % {
            "rate": _short(total.yoy_pct),
            "before": format_number(before),
            "year": total.year - 1,
        }

    def world(self) -> str:
        world = self.figures.newest("world_digital_exports", Geography.WORLD)
        if not (world and world.avg_growth_pct):
            return ""
        return _(
            "The growth of world digital-trade exports (%(rate)s%% a year) is quoted as its source gives it; "
            "the two volumes by themselves would give another rate."
        ) % {"rate": _short(world.avg_growth_pct)}

    def national_targets(self) -> str:
        if not self.figures.series("cn_deliverable_share_target", Geography.CHINA, "target"):
            return ""
        return _(
            "These are national targets. Qingdao’s share of its own services trade is another figure and no part "
            "of this series."
        )

    def no_year(self) -> str:
        if all(row.year for row in self.figures.rows):
            return ""
        return _("Where the source names no year, the year stays empty: nobody has filled it in.")

    def own_system(self) -> str:
        if not any(row.code == "ai_industry_scale" for row in self.figures.rows):
            return ""
        return _("The target of the AI industry belongs to the 10+1 system of industries, not to this plan.")

    def computer(self) -> str:
        if not TradeCategory.objects.filter(code="TECH").exclude(note="").exists():
            return ""
        return _(
            "In the scope of digital technology the article prints 计算器 (calculator); 计算机 (computer) is meant."
        )


def derived_text(one: Decimal) -> str:
    """A number that was worked out here, as the remarks write it."""
    return _short(one)


def _short(value: Decimal, places: Decimal = ONE_PLACE) -> str:
    return format_number(value.quantize(places))
