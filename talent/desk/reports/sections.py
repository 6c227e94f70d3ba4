"""The sections of the talent desk's reports: figures become tables and charts."""

from decimal import Decimal

from django.utils.translation import gettext as _

from enterprises.desk.reports import sections
from enterprises.desk.reports.durations import STALE_WORKDAYS, Length
from enterprises.desk.reports.sections import Cell, Section, bars, numbers
from portal.accounts.enums import Role
from portal.core.charts import Item
from talent.cases.enums import CaseKind, CaseState
from talent.desk.reports.figures import DESK, PARTNER, PARTY, Row, Waited, cause_of


def _kind(code: str) -> str:
    return str(CaseKind(code).label) if code in CaseKind.values else code or "–"


def times(found: list[Length]) -> Section:
    """Median and the ninth tenth in working days, by stage and kind; without what the parties took themselves."""
    order = {state: place for place, state in enumerate(CaseState.values)}
    ours = [one for one in found if cause_of(one) != PARTY]
    rows, drawn = [], []
    for one in sorted(ours, key=lambda one: (order.get(one.state, 99), one.topic)):
        stage, kind = CaseState(one.state).label, _kind(one.topic)
        median, ninth = one.percentile(0.5), one.percentile(0.9)
        rows.append([Cell(str(stage)), Cell(kind), *numbers(one.number, median, ninth, one.stale)])
        if median is not None:
            drawn.append((one.number, Item(f"{stage} · {kind}", Decimal(median), str(median))))
    return Section(
        slug="times",
        title=_("Time by stage and kind"),
        about=_(
            "Working days from the day on which a case came to a stage to the day on which it left it, for what left "
            "in this period. What took more than %(days)s working days is counted by itself. The parties’ own time is "
            "not in it."
        )
        % {"days": STALE_WORKDAYS},
        headings=[_("Stage"), _("Kind of case"), _("Cases"), _("Median"), _("90 % within"), _("Forgotten")],
        rows=rows,
        chart=bars("times", _("Median by stage and kind"), _("working days"), _("Stage and kind"), drawn),
        empty=_("No case left a stage in this period."),
    )


def backlog(found: list[Row], names: dict[int, str]) -> Section:
    """As the support funds show theirs: by desk and age."""
    return sections.backlog(found, names, {Role.APPLICANT: _("The parties")})


def causes(found: list[Waited]) -> Section:
    """For whom the cases waited: what makes them long is seldom the same."""
    rows, drawn = [], []
    titles = {PARTY: _("a party"), PARTNER: _("a partner authority"), DESK: _("the desk")}
    for one in found:
        shares = [f"{one.days[cause]} ({one.share(cause)} %)" for cause in titles]
        rows.append([Cell(_kind(one.kind)), *numbers(one.number, *shares)])
        drawn += [
            (one.total, Item(f"{_kind(one.kind)} · {title}", Decimal(one.days[cause]), str(one.days[cause])))
            for cause, title in titles.items()
            if one.days[cause]
        ]
    return Section(
        slug="causes",
        title=_("Causes of delay"),
        about=_(
            "Working days that cases spent waiting, by whose turn it was: a party’s (corrections), a partner "
            "authority’s (confirmation) or the desk’s own. In brackets the share of the kind’s whole time."
        ),
        headings=[_("Kind of case"), _("Stretches"), _("For a party"), _("For a partner"), _("For the desk")],
        rows=rows,
        chart=bars("causes", _("Waiting, by kind and cause"), _("working days"), _("Kind and cause"), drawn),
        empty=_("No case left a stage in this period."),
    )
