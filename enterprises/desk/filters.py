"""The line of filters above the queue; they stay in the address."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.desk import holding
from enterprises.desk.access import sees_city
from enterprises.desk.desks import Desk
from enterprises.desk.funds import FUNDS
from enterprises.desk.lanes import HANDLED
from enterprises.desk.query import NOBODY, OWN_TABS, Query
from enterprises.enums import FINAL, State
from enterprises.models import Call, Label
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.core import pagecache
from portal.core.prepared import Kept

CALLS_SHOWN = 40
# Calls change seldom, districts once in years: asked once in a while, and hardly ever for the same page.
_kept_calls: Kept[list[tuple[int, str]]] = Kept(4, 15)
_kept_districts: Kept[list[tuple[int, str]]] = Kept(4, 600)


def filter_bar(user: User, query: Query, labels: list[Label]) -> dict[str, Any]:
    key = (get_language(), pagecache.cleared())
    calls, districts = _kept_calls.of(key, _call_options), _kept_districts.of(key, _district_options)
    selects = [select("call", _("All calls"), calls, query.call)]
    states = _state_options(user, query.tab)
    if len(states) > 1:
        selects.append(select("state", _("All stages"), states, query.state))
    if sees_city(user):
        selects.append(select("district", _("All districts"), districts, query.place))
    hidden = {
        "tab": query.tab if query.tab != "handle" else "",
        "view": "desk" if query.whole_desk else "",
        "due": query.due,
    }
    return {
        "search_name": "q",
        "search_value": query.search,
        "placeholder": _("Number, enterprise, credit code"),
        "selects": selects,
        "more": _more(user, query, labels),
        "hidden": [{"name": name, "value": value} for name, value in hidden.items() if value],
    }


def _more(user: User, query: Query, labels: list[Label]) -> dict[str, Any]:
    """The filters that are asked for less often."""
    selects = label_and_holder(FUNDS, user, query, labels)
    inputs = [
        _input("sent_from", _("Submitted from"), "date", query.sent_from),
        _input("sent_to", _("Submitted until"), "date", query.sent_to),
        _input("amount_from", _("Computed from (CNY)"), "number", query.amount_from),
        _input("amount_to", _("Computed up to (CNY)"), "number", query.amount_to),
    ]
    used = [query.label, query.holder, query.sent_from, query.sent_to, query.amount_from, query.amount_to]
    return {"selects": selects, "inputs": inputs, "used": sum(one is not None for one in used)}


def label_and_holder(desk: Desk, user: User, query: Any, labels: list[Label]) -> list[dict[str, Any]]:
    """What every desk is narrowed by."""
    holders = [(NOBODY, _("Nobody")), *holding.colleagues(desk, user)]
    selects = [select("holder", _("Held by anybody"), holders, query.holder)]
    if labels:
        selects.insert(0, select("label", _("All labels"), [(label.pk, label.name) for label in labels], query.label))
    return selects


def narrowing(query: Any, bar: dict[str, Any]) -> dict[str, Any] | None:
    """What narrows the list now, each with the address without it; nothing where nothing does."""
    if not query.is_narrowed or query.search:
        return None
    selects = [*bar["selects"], *bar["more"]["selects"]]
    found = [
        {"text": option["label"], "url": query.without(one["name"]).url()}
        for one in selects
        for option in one["options"]
        if option["selected"]
    ]
    found += [
        {"text": f"{one['label']}: {one['value']}", "url": query.without(one["name"]).url()}
        for one in bar["more"]["inputs"]
        if one["value"] != ""
    ]
    return {"filters": found, "clear_url": query.widened().url()}


def select(name: str, label: str, options: list[tuple[Any, str]], chosen: Any) -> dict[str, Any]:
    rows = [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": label, "options": rows}


def _input(name: str, label: str, kind: str, value: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "type": kind, "value": "" if value is None else str(value)}


def _district_options() -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("code")]


def _call_options() -> list[tuple[int, str]]:
    calls = Call.objects.select_related("measure").only("code", "measure__title_zh", "measure__title_en")
    shown = calls.order_by("-closes_at", "-pk")[:CALLS_SHOWN]
    return [(call.pk, f"{call.measure.title} · {call.code}") for call in shown]


def _state_options(user: User, tab: str) -> list[tuple[str, str]]:
    if tab == "closed":
        return [(state, State(state).label) for state in State if state in FINAL]
    if tab not in OWN_TABS:
        return []
    roles = {role for role, _unit in user.held()} if not user.is_superuser else set(HANDLED)
    states = {state for role in roles for state in HANDLED.get(role, ())}
    return [(state, State(state).label) for state in State if state in states]
