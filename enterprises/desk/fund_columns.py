"""The columns of the queue of applications."""

from django.utils.translation import gettext_lazy

from enterprises.desk import cells
from enterprises.desk.cells import Column, text
from enterprises.desk.clock_cells import rules_chip
from enterprises.desk.stages import stage_of
from portal.core.money import format_number, yuan


def _amount(fen: int | None) -> str:
    return "–" if fen is None else format_number(yuan(fen))


COLUMNS: dict[str, Column] = {
    "enterprise": Column(gettext_lazy("Enterprise"), text(lambda row: row.enterprise.name, cut=True)),
    "measure": Column(gettext_lazy("Measure"), text(lambda row: row.call.measure.title, cut=True)),
    "stage": Column(gettext_lazy("Stage"), text(stage_of)),
    "computed": Column(
        gettext_lazy("Computed (CNY)"), text(lambda row: _amount(row.computed_fen), numeric=True), numeric=True
    ),
    "rules": Column(gettext_lazy("Rules"), lambda row, user, soon: rules_chip(row.rule_counts)),
    "due": cells.DUE,
    "holder": cells.HOLDER,
    "labels": cells.LABELS,
    "call": Column(gettext_lazy("Call"), text(lambda row: row.call.code)),
    "district": Column(gettext_lazy("Accepting authority"), text(lambda row: row.unit.name, cut=True)),
    "credit_code": Column(gettext_lazy("Credit code"), text(lambda row: row.enterprise.credit_code)),
    "submitted": cells.SUBMITTED,
    "moved": cells.MOVED,
    "granted": Column(
        gettext_lazy("Granted (CNY)"), text(lambda row: _amount(row.granted_fen), numeric=True), numeric=True
    ),
}
DEFAULT = ("enterprise", "measure", "stage", "computed", "rules", "due", "holder", "labels")
