"""The page of a panel: the ranked list, what a setting would give, how it spreads, and the minutes that freeze it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.enums import AllocationWay, Cutting, DraftState, EntityType, Investment
from enterprises.models import Panel, PanelLine
from enterprises.panels.cutting import Candidate, Setting, best_setting, cut, read_setting, spent
from enterprises.panels.forms import FreezeForm
from enterprises.panels.meeting import list_hash, may_hold_panels
from enterprises.panels.ranking import available_fen, candidates_of
from portal.accounts.models import District, User
from portal.core.money import format_cny, format_number, yuan

ROWS, BELOW = 100, 10
UNITS = {Cutting.LINE: gettext_lazy("points"), Cutting.FACTOR: "%", Cutting.ORDER: gettext_lazy("applications")}
# Employees of an enterprise of software and information services, as the standard of small and medium ones has it.
SIZES = (
    (10, gettext_lazy("below 10 employees")),
    (100, gettext_lazy("10 to 99 employees")),
    (300, gettext_lazy("100 to 299 employees")),
)


def panel_page(panel: Panel, user: User, asked: QueryDict, *, form: FreezeForm | None = None) -> dict[str, Any]:
    """Of an open panel: nothing is written by looking at settings."""
    candidates, available = candidates_of(panel.call), available_fen(panel.call)
    setting = read_setting(asked.get("way", ""), asked.get("value", ""))
    wrong = setting is None and "way" in asked
    setting = setting or best_setting(candidates, usual_way(panel), available)
    shown = cut(candidates, setting)
    first = _number(asked.get("from", ""))
    holds = may_hold_panels.test(user)
    return {
        **_shared(panel),
        "wrong": wrong,
        "ways": [_way(way, setting, candidates, available) for way in Cutting if _offers(panel, way)],
        "setting": setting,
        "figures": _figures(shown, available),
        "over": spent(shown) > available,
        "spread": spread(shown),
        "below": _rows([one for one in shown if not one.wins][:BELOW], shown),
        **_window(shown, first, f"way={setting.way}&value={setting.as_json()['value']}"),
        "form": (form or FreezeForm(panel, setting, list_hash(shown))) if holds and candidates else None,
        "export_url": _export(panel, setting),
    }


def frozen_page(panel: Panel, user: User, asked: QueryDict) -> dict[str, Any]:
    """Of a frozen panel: its lines with the state of their drafts."""
    lines = list(panel.lines.values_list("draft", "amount_fen"))
    counts = {state: len([1 for one, _amount in lines if one == state]) for state in DraftState}
    total, money = len(lines), sum(amount for _state, amount in lines)
    supported = len([1 for _state, amount in lines if amount])
    left = (panel.content or {}).get("available_fen", 0) - money
    first = min(_number(asked.get("from", "")), max(total, 1))
    rows = panel.lines.filter(position__gte=first).select_related("application__enterprise")[:ROWS]
    return {
        **_shared(panel),
        "figures": _tiles(total, supported, money, left),
        "drafts": {state.value: counts[state] for state in DraftState},
        "rows": [_line(row) for row in rows],
        **_pages(first, total, ""),
        "setting_text": setting_text(panel.setting),
        "may_retry": may_hold_panels.test(user) and counts[DraftState.REFUSED] > 0,
        "refused": panel.lines.filter(draft=DraftState.REFUSED).select_related("application")[:BELOW],
        "export_url": _export(panel, None),
    }


def _shared(panel: Panel) -> dict[str, Any]:
    call = panel.call
    return {
        "title": _("Panel"),
        "here": "panel",
        "call": call,
        "panel": panel,
        "has_scores": call.is_competitive,
        "retry_url": reverse("admin:enterprises_panel_retry", args=[panel.pk]),
        "freeze_url": reverse("admin:enterprises_panel_freeze", args=[panel.pk]),
        "page_url": reverse("admin:enterprises_panel_change", args=[panel.pk]),
        "budget": format_cny(call.budget_cny),
    }


def _export(panel: Panel, setting: Setting | None) -> str:
    url = reverse("admin:enterprises_panel_export", args=[panel.pk])
    return f"{url}?way={setting.way}&value={setting.as_json()['value']}" if setting else url


def usual_way(panel: Panel) -> str:
    return Cutting.FACTOR if panel.call.allocation == AllocationWay.PRO_RATA else Cutting.LINE


def _offers(panel: Panel, way: str) -> bool:
    return way != Cutting.LINE or panel.call.is_competitive


def _way(way: Cutting, setting: Setting, candidates: Sequence[Candidate], available: int) -> dict[str, Any]:
    best = best_setting(candidates, way, available).as_json()["value"]
    chosen = setting.way == way
    most = {Cutting.LINE: "100.01", Cutting.FACTOR: 100, Cutting.ORDER: max(len(candidates), 1)}[way]
    return {
        "way": way.value,
        "label": way.label,
        "unit": UNITS[way],
        "chosen": chosen,
        "value": setting.as_json()["value"] if chosen else best,
        "best": best,
        "most": most,
        "step": {Cutting.LINE: "0.01", Cutting.FACTOR: "0.1", Cutting.ORDER: "1"}[way],
    }


def setting_text(setting: dict[str, Any]) -> str:
    way = setting.get("way", "")
    if way not in Cutting.values:
        return ""
    names = {"way": Cutting(way).label, "value": setting.get("value"), "unit": UNITS[Cutting(way)]}
    return _("%(way)s: %(value)s %(unit)s") % names


def _figures(shown: Sequence[Candidate], available: int) -> list[dict[str, Any]]:
    money = spent(shown)
    return _tiles(len(shown), len([one for one in shown if one.wins]), money, available - money)


def _tiles(total: int, supported: int, money: int, left: int) -> list[dict[str, Any]]:
    return [
        {"label": _("Applications"), "value": format_number(total)},
        {"label": _("Supported"), "value": format_number(supported), "tone": "pine"},
        {"label": _("Money"), "value": format_cny(yuan(money))},
        {
            "label": _("Left of the budget") if left >= 0 else _("Over the budget"),
            "value": format_cny(yuan(abs(left))),
            "tone": "" if left >= 0 else "tile",
        },
    ]


# --- the list ------------------------------------------------------------------------------------


def _window(shown: Sequence[Candidate], first: int, query: str) -> dict[str, Any]:
    first = min(first, max(len(shown), 1))
    return {"rows": _rows(shown[first - 1 : first - 1 + ROWS], shown)} | _pages(first, len(shown), query)


def _rows(some: Sequence[Candidate], shown: Sequence[Candidate]) -> list[dict[str, Any]]:
    places = {one.pk: place for place, one in enumerate(shown, start=1)}
    return [
        {
            "rank": places[one.pk],
            "number": one.number,
            "url": reverse("admin:enterprises_application_change", args=[one.pk]),
            "enterprise": one.enterprise,
            "score": "–" if one.score is None else one.score,
            "computed": format_cny(yuan(one.computed_fen)),
            "amount": format_cny(yuan(one.amount_fen)) if one.wins else "",
        }
        for one in some
    ]


def _line(line: PanelLine) -> dict[str, Any]:
    tones = {DraftState.WAITING: "sand", DraftState.DRAFTED: "pine", DraftState.REFUSED: "tile"}
    return {
        "rank": line.position,
        "number": line.application.number,
        "url": reverse("admin:enterprises_application_change", args=[line.application_id]),
        "enterprise": line.application.enterprise.name,
        "score": "–" if line.score is None else line.score,
        "computed": format_cny(yuan(line.computed_fen)),
        "amount": format_cny(yuan(line.amount_fen)) if line.is_supported else "",
        "state": line.get_draft_display(),
        "tone": tones[DraftState(line.draft)],
    }


def _pages(first: int, total: int, query: str) -> dict[str, Any]:
    more = f"&{query}" if query else ""
    last = min(first + ROWS - 1, total)
    return {
        "previous_url": f"?from={max(first - ROWS, 1)}{more}#list" if first > 1 else "",
        "next_url": f"?from={first + ROWS}{more}#list" if last < total else "",
        "range": _("%(first)s to %(last)s of %(total)s") % {"first": first, "last": last, "total": total},
    }


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


# --- how it spreads ------------------------------------------------------------------------------


def spread(shown: Sequence[Candidate]) -> list[dict[str, Any]]:
    """By district, kind, size and foreign investment: how many apply, how many get something, how much."""
    districts = {district.pk: district.name for district in District.objects.all()}
    groups: tuple[tuple[str, Callable[[Candidate], Any]], ...] = (
        (_("Districts"), lambda one: districts.get(one.district, _("not known"))),
        (_("Kinds of entity"), lambda one: _label(one.entity_type)),
        (_("Employees"), lambda one: _size(one.staff)),
        (_("Foreign investment"), lambda one: _investment(one.investment)),
    )
    return [{"title": title, "rows": _counted(shown, key)} for title, key in groups]


def _counted(shown: Sequence[Candidate], key: Callable[[Candidate], Any]) -> list[dict[str, Any]]:
    found: dict[str, list[int]] = {}
    for one in shown:
        row = found.setdefault(str(key(one)), [0, 0, 0])
        row[0], row[1], row[2] = row[0] + 1, row[1] + one.wins, row[2] + one.amount_fen
    ordered = sorted(found.items(), key=lambda pair: (-pair[1][2], -pair[1][0], pair[0]))
    return [
        {"label": label, "applied": applied, "supported": supported, "money": format_cny(yuan(money))}
        for label, (applied, supported, money) in ordered
    ]


def _label(kind: str) -> str:
    return str(EntityType(kind).label) if kind in EntityType.values else _("not known")


def _size(staff: int | None) -> str:
    if staff is None:
        return _("not known")
    return str(next((label for limit, label in SIZES if staff < limit), _("300 employees and more")))


def _investment(kind: str) -> str:
    return str(Investment(kind).label) if kind in Investment.values else _("not known")
