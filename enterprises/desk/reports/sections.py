"""The sections of the reports: figures become tables and charts; nothing here asks the database for counts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from tablib import Dataset

from enterprises.desk.reports.durations import STALE_WORKDAYS, Length
from enterprises.desk.reports.figures import AGES, CALLS_SHOWN, TARGETS_SHOWN
from enterprises.desk.reports.targets import names_of
from enterprises.enums import State
from portal.accounts.enums import Role
from portal.core.charts import Chart, Item, Shape
from portal.core.money import format_number, yuan
from portal.core.sheets import disarmed

# What makes the columns of a call's ledger; kinds that the ledger does not know yet count for nothing.
COMMITTED, PAID = ("commit", "release"), ("pay", "repay")
BARS = 12
MONTHS = 6
HEATS = 5


@dataclass(frozen=True)
class Cell:
    """`heat` 0 to 4 colours a cell of a heat table; the number stands in it all the same."""

    text: str
    numeric: bool = False
    heat: int | None = None


@dataclass
class Section:
    slug: str
    title: str
    about: str
    headings: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    chart: Chart | None = None
    empty: str = ""

    def file(self) -> bytes:
        """The table, as a file that a spreadsheet opens and does not compute."""
        table = Dataset(headers=[disarmed(heading) for heading in self.headings])
        for row in self.rows:
            table.append([disarmed(cell.text) for cell in row])
        return table.export("csv").encode("utf-8-sig")


def numbers(*values: Any) -> list[Cell]:
    return [Cell("–" if value is None else str(value), numeric=True) for value in values]


def team_name(desk: str, unit: int | None, names: dict[int, str]) -> str:
    role = Role(desk).label if desk in Role.values else desk
    return f"{names[unit]} · {role}" if unit in names else str(role)


def times(found: list[Length], names: dict[int, str]) -> Section:
    """Median and the ninth tenth, in working days; what was forgotten is a column of its own."""
    order = {state: place for place, state in enumerate(State.values)}
    found = sorted(found, key=lambda one: (order.get(one.state, 99), -one.number))
    rows, drawn = [], []
    for one in found:
        stage, team = State(one.state).label, team_name(one.desk, one.unit, names)
        median, ninth = one.percentile(0.5), one.percentile(0.9)
        rows.append([Cell(stage), Cell(team), *numbers(one.number, median, ninth, one.stale)])
        if median is not None:
            drawn.append((one.number, Item(f"{stage} · {team}", Decimal(median), str(median))))
    return Section(
        slug="times",
        title=_("Time by stage and team"),
        about=_(
            "Working days from the day on which work came to a desk to the day on which it left it, for work that left "
            "in this period. What took more than %(days)s working days is counted by itself, so that a few forgotten "
            "cases do not change the rest. The applicant’s own time is not in it."
        )
        % {"days": STALE_WORKDAYS},
        headings=[_("Stage"), _("Team"), _("Cases"), _("Median"), _("90 % within"), _("Forgotten")],
        rows=rows,
        chart=bars("times", _("Median by stage and team"), _("working days"), _("Stage and team"), drawn),
        empty=_("No work left a desk in this period."),
    )


def bars(
    slug: str, title: str, unit: str, heading: str, found: list[tuple[int, Item]], parts: tuple[str, ...] = ()
) -> Chart | None:
    """Those with the most cases, in the order in which they came; `parts` names what each bar is made up of."""
    largest = sorted(range(len(found)), key=lambda place: -found[place][0])[:BARS]
    items = tuple(found[place][1] for place in sorted(largest))
    return Chart(slug, Shape.BARS, title, unit, heading, items, part_names=parts) if items else None


def backlog(found: list[dict[str, Any]], names: dict[int, str], called: Mapping[str, str] | None = None) -> Section:
    """`called` names desks by other words than those of their role."""
    edges = [0, *AGES]
    ages = [_("up to %(days)s") % {"days": AGES[0]}]
    ages += [f"{low + 1}–{high}" for low, high in pairwise(edges[1:])]
    rows, drawn = [], []
    for row in found:
        counts = [row[f"age{number}"] for number in range(len(AGES) + 1)]
        team = (called or {}).get(row["desk"]) or team_name(row["desk"], row["unit"], names)
        rows.append([Cell(team), *numbers(row["total"], *counts)])
        drawn.append((row["total"], Item(team, Decimal(row["total"]), str(row["total"]))))
    return Section(
        slug="backlog",
        title=_("What lies open, by age"),
        about=_(
            "Cases that lie at each desk now, by the working days since they came there; the last column is what has "
            "been forgotten. The period does not matter here."
        ),
        headings=[_("Team"), _("Open cases"), *ages, _("over %(days)s") % {"days": STALE_WORKDAYS}],
        rows=rows,
        chart=bars("backlog", _("Open cases by team"), _("cases"), _("Team"), drawn),
        empty=_("Nothing lies open."),
    )


def corrections(found: list[dict[str, Any]], submitted: dict[str, int]) -> Section:
    """A heat table: what is asked for often is wrong in the form, not in the applicants."""
    by_target: dict[str, dict[str, int]] = defaultdict(dict)
    by_call: dict[str, int] = defaultdict(int)
    for row in found:
        by_target[row["target"]][row["code"]] = row["number"]
        by_call[row["code"]] += row["number"]
    calls = sorted(by_call, key=lambda code: (-by_call[code], code))[:CALLS_SHOWN]
    targets = sorted(by_target, key=lambda name: (-sum(by_target[name].values()), name))[:TARGETS_SHOWN]
    names = names_of(targets)
    most = max((_share(by_target[name], code, submitted) for name in targets for code in calls), default=0.0)
    rows = [
        [
            Cell(names[name]),
            *numbers(sum(by_target[name].values())),
            *(_heat(by_target[name], code, submitted, most) for code in calls),
        ]
        for name in targets
    ]
    return Section(
        slug="corrections",
        title=_("What had to be corrected"),
        about=_(
            "How often a field or paper was named in a request for corrections, by call; the darker, the larger its "
            "share of the call’s applications. What many get wrong should be put better in the form."
        ),
        headings=[_("Field or paper"), _("All together"), *calls],
        rows=rows,
        empty=_("No correction was requested in this period."),
    )


def _share(counts: dict[str, int], code: str, submitted: dict[str, int]) -> float:
    return counts.get(code, 0) / max(submitted.get(code, 0), counts.get(code, 0), 1)


def _heat(counts: dict[str, int], code: str, submitted: dict[str, int], most: float) -> Cell:
    share = _share(counts, code, submitted)
    heat = min(int(share / most * HEATS), HEATS - 1) if most and share else None
    return Cell(str(counts.get(code, 0) or "–"), numeric=True, heat=heat)


def spread(found: list[dict[str, Any]]) -> Section:
    rows, drawn = [], []
    for row in found:
        who = row["drafter__name"] or row["drafter__email"]
        share = round(100 * row["supported"] / row["number"])
        cut = None if row["cut"] is None else f"{row['cut']:.1f}"
        rows.append([Cell(who), *numbers(row["number"], row["supported"], share, cut)])
        drawn.append((row["number"], Item(f"{who} ({row['number']})", Decimal(share), f"{share} %")))
    return Section(
        slug="spread",
        title=_("How reviewers judge"),
        about=_(
            "Decisions that were signed in this period, by who drafted them. With few cases a share says little: look "
            "at the number first. The mean cut is what was granted less than the rule gave, for supported applications."
        ),
        headings=[_("Reviewer"), _("Decisions"), _("Supported"), _("Supported, %"), _("Mean cut, %")],
        rows=rows,
        chart=bars("spread", _("Share supported, by reviewer"), _("percent of the decisions"), _("Reviewer"), drawn),
        empty=_("No decision was signed in this period."),
    )


def burn(found: list[dict[str, Any]]) -> list[Section]:
    """What each call has committed and paid, and how it grew month by month."""
    calls: dict[str, dict[str, Any]] = {}
    months: dict[datetime, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for row in found:
        call = calls.setdefault(row["call__code"], {"budget": row["call__budget_fen"], "committed": 0, "paid": 0})
        kind = "committed" if row["kind"] in COMMITTED else "paid" if row["kind"] in PAID else ""
        if kind:
            fen = -row["fen"] if row["kind"] == "repay" and row["fen"] > 0 else row["fen"]
            call[kind] += fen
            months[row["month"]][row["call__code"], kind] += fen
    largest = sorted(calls, key=lambda code: (-calls[code]["committed"], code))[:CALLS_SHOWN]
    return [_by_call(calls), _by_month(months, largest)]


def _money(fen: int) -> str:
    return format_number(yuan(fen))


def _by_call(calls: dict[str, dict[str, Any]]) -> Section:
    rows, drawn = [], []
    for code, call in sorted(calls.items(), key=lambda found: -found[1]["committed"]):
        share = round(100 * call["committed"] / call["budget"]) if call["budget"] else 0
        money = [_money(call[name]) for name in ("budget", "committed", "paid")]
        rows.append([Cell(code), *numbers(*money, share)])
        drawn.append((call["committed"], Item(code, Decimal(share), f"{share} %")))
    return Section(
        slug="burn",
        title=_("Budgets of the calls"),
        about=_("What was committed and paid under each call up to the end of the period, in yuan."),
        headings=[_("Call"), _("Budget"), _("Committed"), _("Paid"), _("Committed, %")],
        rows=rows,
        chart=bars("burn", _("Committed share of each budget"), _("percent of the budget"), _("Call"), drawn),
        empty=_("Nothing is committed yet."),
    )


def _by_month(months: dict[datetime, dict[tuple[str, str], int]], calls: list[str]) -> Section:
    """Sums up to each month's end: of all calls, drawn, and of the largest ones, committed and paid."""
    rows, items, sums = [], [], defaultdict(int)
    for month in sorted(months):
        for (code, kind), fen in months[month].items():
            sums[code, kind] += fen
            sums["", kind] += fen
        label = formats.date_format(month, "YEAR_MONTH_FORMAT")
        each = [f"{_money(sums[code, 'committed'])} / {_money(sums[code, 'paid'])}" for code in ["", *calls]]
        rows.append([Cell(label), *numbers(*each)])
        drawn = (yuan(sums["", "committed"]) / 10_000).quantize(Decimal("0.1"))
        place = month.year * 12 + month.month
        items.append(Item(label, drawn, format_number(drawn), year=place, tick=f"{month:%Y-%m}"))
    shown = tuple(items[-MONTHS:])
    chart = Chart("months", Shape.LINE, _("Committed, month by month"), _("10,000 yuan"), _("Month"), shown)
    return Section(
        slug="months",
        title=_("Money over time"),
        about=_(
            "What was committed / what was paid up to the end of each month, in yuan; the drawing shows all calls."
        ),
        headings=[_("Month"), _("All together"), *calls],
        rows=rows,
        chart=chart if shown else None,
        empty=_("Nothing is committed yet."),
    )
