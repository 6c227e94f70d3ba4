"""The line of filters above the queue; they stay in the address."""

from typing import Any

from django.utils.translation import gettext as _

from enterprises.desk.access import sees_city
from enterprises.desk.lanes import HANDLED
from enterprises.desk.query import OWN_TABS, Query
from enterprises.enums import FINAL, State
from enterprises.models import Call
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User

CALLS_SHOWN = 40


def filter_bar(user: User, query: Query) -> dict[str, Any]:
    selects = [_select("call", _("All calls"), _call_options(), query.call)]
    states = _state_options(user, query.tab)
    if len(states) > 1:
        selects.append(_select("state", _("All stages"), states, query.state))
    if sees_city(user):
        places = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("code")
        selects.append(_select("district", _("All districts"), [(unit.pk, unit.name) for unit in places], query.place))
    hidden = {"tab": query.tab if query.tab != "handle" else "", "view": "desk" if query.whole_desk else ""}
    return {
        "search_name": "q",
        "search_value": query.search,
        "placeholder": _("Number, enterprise, credit code"),
        "selects": selects,
        "hidden": [{"name": name, "value": value} for name, value in hidden.items() if value],
    }


def _select(name: str, label: str, options: list[tuple[Any, str]], chosen: Any) -> dict[str, Any]:
    rows = [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": label, "options": rows}


def _call_options() -> list[tuple[int, str]]:
    calls = Call.objects.select_related("measure").order_by("-closes_at", "-pk")[:CALLS_SHOWN]
    return [(call.pk, f"{call.measure.title} · {call.code}") for call in calls]


def _state_options(user: User, tab: str) -> list[tuple[str, str]]:
    if tab == "closed":
        return [(state, State(state).label) for state in State if state in FINAL]
    if tab not in OWN_TABS:
        return []
    roles = {role for role, _unit in user.held()} if not user.is_superuser else set(HANDLED)
    states = {state for role in roles for state in HANDLED.get(role, ())}
    return [(state, State(state).label) for state in State if state in states]
