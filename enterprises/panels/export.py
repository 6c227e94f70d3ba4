"""The ranked list as an Excel table, before the panel is frozen and afterwards."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import XLSX

from enterprises.models import Panel, PanelLine
from enterprises.panels.cutting import best_setting, cut, read_setting
from enterprises.panels.page import usual_way
from enterprises.panels.ranking import available_fen, candidates_of
from portal.core import clock
from portal.core.exports import Sheet, column
from portal.core.money import yuan


class PanelSheet(Sheet):
    """Lines that are frozen, or that a setting would give; these are not saved."""

    position = column(_("rank"), "position")
    number = column(_("application number"), "number")
    enterprise = column(_("enterprise"), "enterprise_name")
    score = column(_("score"), "score")
    computed = column(_("computed amount in yuan"))
    amount = column(_("amount in yuan"))
    draft = column(_("draft"))

    class Meta:
        model = PanelLine
        fields = export_order = ("position", "number", "enterprise", "score", "computed", "amount", "draft")

    def iter_queryset(self, queryset: Sequence[PanelLine]) -> Iterator[PanelLine]:
        return iter(queryset)

    def dehydrate_computed(self, line: PanelLine) -> Decimal:
        return yuan(line.computed_fen)

    def dehydrate_amount(self, line: PanelLine) -> Decimal:
        return yuan(line.amount_fen)

    def dehydrate_draft(self, line: PanelLine) -> str:
        return line.get_draft_display() if line.pk else ""


def ranked_list(panel: Panel, asked: QueryDict) -> tuple[str, bytes, str]:
    """File name, content and content type."""
    lines = _frozen(panel) if panel.frozen_at else _simulated(panel, asked)
    data = PanelSheet().export(queryset=lines, force_native_type=True)
    name = f"panel-{panel.call.code}-{clock.today():%Y-%m-%d}.xlsx"
    return name, XLSX().export_data(data), XLSX().get_content_type()


def _frozen(panel: Panel) -> list[PanelLine]:
    lines = list(panel.lines.select_related("application__enterprise"))
    for line in lines:
        line.number, line.enterprise_name = line.application.number, line.application.enterprise.name
    return lines


def _simulated(panel: Panel, asked: QueryDict) -> list[PanelLine]:
    candidates = candidates_of(panel.call)
    setting = read_setting(asked.get("way", ""), asked.get("value", ""))
    setting = setting or best_setting(candidates, usual_way(panel), available_fen(panel.call))
    lines = []
    for place, one in enumerate(cut(candidates, setting), start=1):
        line = PanelLine(position=place, score=one.score, computed_fen=one.computed_fen, amount_fen=one.amount_fen)
        line.number, line.enterprise_name = one.number, one.enterprise
        lines.append(line)
    return lines
