"""The editor's own buttons: each changes the rows on the page and saves nothing.

The value of a button is `m:verb:name:number`, such as `m:add:c:all`, `m:remove:f-parts-0-tiers:2`, `m:preview`.
"""

import re
from collections.abc import Mapping
from typing import Any

from policies.editing.rule_typed import Typed, first, rows_in, with_rows

SIGN = "m:"
ROWS = re.compile(r"c|e|f-parts|f-(parts-\d{1,2}-)?(tiers|cases)")
STEPS = {"up": -1, "down": 1}


def pressed(data: Mapping[str, Any] | None) -> str:
    """The editor's own button that was pressed; empty for every other."""
    value = str(data.get("action", "")) if data is not None else ""
    return value.removeprefix(SIGN) if value.startswith(SIGN) else ""


def act(typed: Typed, action: str) -> Typed:
    """What was typed, changed as the button says; a button that does not exist changes nothing."""
    verb, _colon, rest = action.partition(":")
    name, _colon, place = rest.partition(":")
    if not ROWS.fullmatch(name):
        return typed
    rows = rows_in(typed, name)
    if verb == "add":
        return with_rows(typed, name, [*rows, _new(typed, name, place)])
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(rows)):
        return typed
    return with_rows(typed, name, _changed(rows, verb, int(place)))


def _new(typed: Typed, name: str, place: str) -> Typed:
    """A new condition begins with the field that was chosen beside the button."""
    if name != "c":
        return {}
    group = place if place in ("all", "any") else "all"
    return {"group": [group], "field": [first(typed, f"new-{group}")]}


def _changed(rows: list[Typed], verb: str, place: int) -> list[Typed]:
    if verb == "remove":
        return rows[:place] + rows[place + 1 :]
    if verb == "copy":
        return [*rows[: place + 1], dict(rows[place]), *rows[place + 1 :]]
    other = _neighbour(rows, place, STEPS.get(verb, 0))
    if other is not None:
        rows[place], rows[other] = rows[other], rows[place]
    return rows


def _neighbour(rows: list[Typed], place: int, step: int) -> int | None:
    """The next row in this direction that stands in the same group."""
    if not step:
        return None
    group = first(rows[place], "group")
    numbers = range(place + step, len(rows)) if step > 0 else range(place + step, -1, -1)
    return next((number for number in numbers if first(rows[number], "group") == group), None)
