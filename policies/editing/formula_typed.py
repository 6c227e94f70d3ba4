"""A stored formula as it stands in the inputs of its form."""

from typing import Any

from policies.editing import formula_fields as known
from policies.editing.rule_typed import Typed, with_rows
from policies.editing.rule_values import written

GROUPED = {
    ("part_cap_per_unit", "unit"): "cap_unit",
    ("part_cap_per_unit", "cny"): "cap_each",
    ("paid", "on_approval_pct"): "paid_on_approval",
    ("item", "zh"): "item_zh",
    ("item", "en"): "item_en",
}


def typed_formula(data: Any, *, part: bool = False) -> Typed:
    if not isinstance(data, dict):
        return {}
    kind = str(data.get("kind") or "")
    simple = {name for names in known.INPUTS.values() for name in names} | {"cap_cny"}
    typed: Typed = {"kind": [kind], "shown": [kind]}
    typed |= {name: [written(data[name])] for name in simple if name in data}
    for (group, name), input_name in GROUPED.items():
        inner = data.get(group)
        if isinstance(inner, dict) and name in inner:
            typed[input_name] = [written(inner[name])]
    ticks = {"per_person": data.get("per") == "person", "once_per_applicant": bool(data.get("once_per_applicant"))}
    typed |= {name: ["on"] for name, ticked in ticks.items() if ticked}
    return _typed_rows(typed, data, part)


def _typed_rows(typed: Typed, data: dict[str, Any], part: bool) -> Typed:
    for name in known.ROWS_NAME.values():
        rows = data.get(name)
        if isinstance(rows, list):
            typed = with_rows(typed, name, [{key: [written(one)] for key, one in dict(row).items()} for row in rows])
    if not part and isinstance(data.get("parts"), list):
        typed = with_rows(typed, "parts", [typed_formula(one, part=True) for one in data["parts"]])
    return typed
