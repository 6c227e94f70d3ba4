"""The table of a chart, as rows and as a file; the numbers are those of the picture."""

from decimal import Decimal

from django.utils.translation import gettext as _
from tablib import Dataset

from portal.core.charts.chart import WORDS, Chart, Mark
from portal.core.sheets import disarmed


def csv_file(chart: Chart) -> bytes:
    """With a byte-order mark, so that Excel reads Chinese, and without a cell that a spreadsheet would compute."""
    headers = [chart.label_heading, _("Value"), _("Unit"), _("As published"), _("Kind"), _("Remark"), _("Source")]
    table = Dataset(headers=headers)
    common = [*chart.remarks, *([_("Demo data, invented; no statistics")] if chart.is_demo else [])]
    for item in chart.items:
        remark = _("; ").join(part for part in (item.remark, *common) if part)
        table.append([item.label, _plain(item.value), chart.unit, item.text, item.kind, remark, chart.source])
    if chart.goal:
        goal = _plain(chart.goal.value)
        table.append([chart.goal.text, goal, chart.unit, "", str(WORDS[Mark.TARGET]), "", chart.source])
    table = Dataset(*([disarmed(cell) for cell in row] for row in table), headers=headers)
    return table.export("csv").encode("utf-8-sig")


def _plain(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros and without an exponent; a number, so that a minus is not taken for a formula."""
    return None if value is None else Decimal(f"{value.normalize():f}")
