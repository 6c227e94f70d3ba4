"""What must be said beside the plan's figures, so that nobody reads more into them than they hold.

Derived numbers are worked out from the figures in the table and are called derived; where a figure is missing,
its remark is left out.
"""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.models import Indicator, Plan, Target, TradeCategory
from portal.core.money import format_number

Figures = dict[str, Indicator]
# Remarks that stand in the data files, which are written in English: named here so that they are translated.
DATA_REMARKS = (
    gettext_noop("growth above 20% in each of the last three years"),
    gettext_noop("from the 10+1 system, not from the digital-trade plan"),
    gettext_noop("from a photo caption"),
    gettext_noop("named only in a photo caption"),
    gettext_noop("when built, the second international communications hub in northern China"),
    gettext_noop("throughput far above London; shipping finance, insurance, arbitration are the gap to close"),
)
ONE_PLACE = Decimal("0.1")


def remarks(plan: Plan) -> list[str]:
    figures = {one.code: one for one in Indicator.objects.filter(geo__in=("QD", "W"), kind="actual").order_by("year")}
    targets = {one.indicator: one for one in Target.objects.all()}
    found = [_two_targets(figures, targets), _ten_billion(targets)]
    makers: tuple[Callable[[Figures], str], ...] = (_two_scopes, _services, _national, _year_before, _world)
    found += [make(figures) for make in makers]
    found.append(_computer())
    return [text for text in found if text]


def _short(value: Decimal, places: Decimal = ONE_PLACE) -> str:
    return format_number(value.quantize(places))


def _two_targets(figures: Figures, targets: dict[str, Target]) -> str:
    """Reaching the volume and growing by the rate are two different things."""
    now, goal = figures.get("deliverable_services_trade"), targets.get("deliverable_services_trade")
    rate = targets.get("deliverable_services_trade_cagr")
    if not (now and goal and rate and now.year and goal.value and rate.value):
        return ""
    years = 2027 - now.year
    needed = (float(goal.value / now.value) ** (1 / years) - 1) * 100
    reached = now.value * (1 + rate.value / 100) ** years
    return _(
        "The volume and the growth rate are two targets: from %(now)s (%(year)s) to %(goal)s takes %(needed)s%% "
        "a year, while %(rate)s%% a year would lead to %(reached)s. Neither is derived from the other here."
    ) % {
        "now": _short(now.value),
        "year": now.year,
        "goal": _short(goal.value, Decimal(1)),
        "needed": _short(Decimal(str(needed))),
        "rate": _short(rate.value, Decimal(1)),
        "reached": _short(reached),
    }


def _ten_billion(targets: dict[str, Target]) -> str:
    if "ten_billion_steps" not in targets:
        return ""
    return _("“Two 百亿 steps” are steps of CNY 10 billion each, not of 100 billion.")


def _two_scopes(figures: Figures) -> str:
    total, delivered, other = (
        figures.get(code) for code in ("digital_trade_total", "delivered_share", "deliverable_services_trade")
    )
    if not (total and delivered and other):
        return ""
    part = total.value * delivered.value / 100
    return _(
        "Of the total of %(total)s in %(year)s, %(delivered)s were delivered and %(ordered)s ordered digitally "
        "(derived). "
        "%(other)s for %(other_year)s has another scope: the figures are not one series."
    ) % {
        "total": _short(total.value),
        "year": total.year,
        "delivered": _short(part),
        "ordered": _short(total.value - part),
        "other": _short(other.value),
        "other_year": other.year,
    }


def _services(figures: Figures) -> str:
    part, share = figures.get("deliverable_services_trade"), figures.get("deliverable_share_of_services")
    if not (part and share and share.value):
        return ""
    whole = _short(part.value * 100 / share.value, Decimal(1))
    return _("A share of %(share)s%% means services trade of about %(whole)s in %(year)s (derived).") % {
        "share": _short(share.value, Decimal(1)),
        "whole": whole,
        "year": share.year,
    }


def _national(figures: Figures) -> str:
    total = figures.get("digital_trade_total")
    if not (total and total.share_of_national_pct):
        return ""
    whole = round(total.value * 100 / total.share_of_national_pct, -2)
    return _("A share of about %(share)s%% of the national total means some %(whole)s nationally (derived).") % {
        "share": _short(total.share_of_national_pct),
        "whole": format_number(Decimal(int(whole))),
    }


def _year_before(figures: Figures) -> str:
    total = figures.get("digital_trade_total")
    if not (total and total.yoy_pct and total.year):
        return ""
    before = total.value / (1 + total.yoy_pct / 100)
    return _("Growth of %(rate)s%% means about %(before)s in %(year)s (derived).") % {
        "rate": _short(total.yoy_pct),
        "before": _short(before, Decimal(1)),
        "year": total.year - 1,
    }


def _world(figures: Figures) -> str:
    world = figures.get("world_digital_exports")
    if not (world and world.avg_growth_pct):
        return ""
    return _(
        "The growth of world digital-trade exports (%(rate)s%% a year) is quoted as its source gives it; "
        "the two volumes by themselves would give another rate."
    ) % {"rate": _short(world.avg_growth_pct)}


def _computer() -> str:
    if not TradeCategory.objects.filter(code="TECH").exclude(note="").exists():
        return ""
    return _("In the scope of digital technology the article prints 计算器 (calculator); 计算机 (computer) is meant.")
