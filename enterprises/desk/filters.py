"""The line of filters above the queue; they stay in the address."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.desk.access import person, sees_city
from enterprises.desk.lanes import HANDLED
from enterprises.desk.query import NOBODY, OWN_TABS, Query
from enterprises.enums import FINAL, State
from enterprises.models import Call, Label
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.core import pagecache
from portal.core.prepared import Kept, PreparedBy

CALLS_SHOWN = 40
COLLEAGUES_SHOWN = 60
OFFERED_SECONDS = 15
_kept_options: Kept[tuple[list[tuple[int, str]], list[tuple[int, str]]]] = Kept(4, OFFERED_SECONDS)
_labels_of: PreparedBy[Label] = PreparedBy(16)
_colleagues: PreparedBy[Any] = PreparedBy(16)


def own_labels(user: User) -> list[Label]:
    """The labels that the person can see and set."""
    return _labels_of.of(person(user), lambda: Label.objects.visible_to(user).order_by("name", "pk")).all()


def _offered() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Calls and districts, which change seldom: asked once in a while, and for each language."""
    key = (get_language(), pagecache.cleared())
    return _kept_options.of(key, lambda: (_call_options(), _district_options()))


def filter_bar(user: User, query: Query, labels: list[Label]) -> dict[str, Any]:
    calls, districts = _offered()
    selects = [_select("call", _("All calls"), calls, query.call)]
    states = _state_options(user, query.tab)
    if len(states) > 1:
        selects.append(_select("state", _("All stages"), states, query.state))
    if sees_city(user):
        selects.append(_select("district", _("All districts"), districts, query.place))
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
    selects = [_select("holder", _("Held by anybody"), _holder_options(user), query.holder)]
    if labels:
        selects.insert(0, _select("label", _("All labels"), [(label.pk, label.name) for label in labels], query.label))
    inputs = [
        _input("sent_from", _("Submitted from"), "date", query.sent_from),
        _input("sent_to", _("Submitted until"), "date", query.sent_to),
        _input("amount_from", _("Computed from (CNY)"), "number", query.amount_from),
        _input("amount_to", _("Computed up to (CNY)"), "number", query.amount_to),
    ]
    used = [query.label, query.holder, query.sent_from, query.sent_to, query.amount_from, query.amount_to]
    return {"selects": selects, "inputs": inputs, "used": sum(one is not None for one in used)}


def narrowing(query: Query, bar: dict[str, Any]) -> dict[str, Any] | None:
    """What narrows the list now, each with the address without it; nothing where nothing does."""
    if not query.is_narrowed or query.search:
        return None
    names = {"district": "place"}
    selects = [*bar["selects"], *bar["more"]["selects"]]
    found = [
        {"text": option["label"], "url": query.url(**{names.get(select["name"], select["name"]): _nothing(select)})}
        for select in selects
        for option in select["options"]
        if option["selected"]
    ]
    found += [
        {"text": f"{one['label']}: {one['value']}", "url": query.url(**{one["name"]: None})}
        for one in bar["more"]["inputs"]
        if one["value"] != ""
    ]
    return {"filters": found, "clear_url": query.widened().url()}


def _nothing(select: dict[str, Any]) -> str | None:
    return "" if select["name"] == "state" else None


def _select(name: str, label: str, options: list[tuple[Any, str]], chosen: Any) -> dict[str, Any]:
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


def _holder_options(user: User) -> list[tuple[int, str]]:
    """Colleagues of one's own units, by name."""
    units = {unit for _role, unit in user.held()}
    people = _colleagues.of(frozenset(units), lambda: _colleagues_in(units)).all()
    return [(NOBODY, _("Not taken")), *((pk, name or email) for pk, name, email in people)]


def _colleagues_in(units: set[int | None]) -> QuerySet:
    people = User.objects.filter(posts__unit__in=units, is_staff=True, is_active=True).distinct().order_by("name", "pk")
    return people.values_list("pk", "name", "email")[:COLLEAGUES_SHOWN]


def _state_options(user: User, tab: str) -> list[tuple[str, str]]:
    if tab == "closed":
        return [(state, State(state).label) for state in State if state in FINAL]
    if tab not in OWN_TABS:
        return []
    roles = {role for role, _unit in user.held()} if not user.is_superuser else set(HANDLED)
    states = {state for role in roles for state in HANDLED.get(role, ())}
    return [(state, State(state).label) for state in State if state in states]
