"""When a section or a field is shown. A condition names earlier fields only, so that one pass settles all.

None (always), `{"field": code, "op": …, "value": …}`, `{"all": [conditions]}` or `{"any": [conditions]}`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from enterprises.call_forms.definition import Condition, Definition, FieldDef, SectionDef

Answers = dict[str, Any]
# Conditions within conditions: more than anybody writes, far less than the stack takes.
DEPTH = 8
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_shown(show_if: Condition | None, answers: Answers) -> bool:
    """Never raises: what can't be read hides nothing, and `problems` keeps it from being published."""
    return _holds(show_if, answers, DEPTH)


def _holds(condition: Any, answers: Answers, depth: int) -> bool:
    if not isinstance(condition, dict) or depth == 0:
        return True
    for word, combine in (("all", all), ("any", any)):
        if word in condition:
            parts = condition[word]
            return not isinstance(parts, list) or combine(_holds(part, answers, depth - 1) for part in parts)
    code, operator = condition.get("field"), condition.get("op")
    if not isinstance(code, str) or not isinstance(operator, str) or operator not in TESTS:
        return True
    return TESTS[operator](answers.get(code), condition.get("value"))


def is_empty(answer: Any) -> bool:
    return answer is None or answer is False or answer in ("", [], {})


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _same(answer: Any, value: Any) -> bool:
    """Numbers by what they count, a ticked box by yes, everything else by its letters."""
    if isinstance(answer, bool) or isinstance(value, bool):
        return (not is_empty(answer)) == (value in (True, "true", "yes", "1"))
    left, right = _number(answer), _number(value)
    if left is not None and right is not None:
        return left == right
    return not isinstance(answer, list | dict) and str(answer if answer is not None else "") == str(value or "")


def _contains(answer: Any, value: Any) -> bool:
    if isinstance(answer, list):
        return any(_same(one, value) for one in answer)
    return isinstance(answer, str) and isinstance(value, str) and value != "" and value in answer


def _one_of(answer: Any, values: Any) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return isinstance(values, list) and any(_same(one, value) for one in given for value in values)


def _compare(order: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def test(answer: Any, value: Any) -> bool:
        if is_empty(answer):
            return False
        left, right = _number(answer), _number(value)
        if left is not None and right is not None:
            return order(left, right)
        days = isinstance(answer, str) and isinstance(value, str) and DAY.fullmatch(answer) and DAY.fullmatch(value)
        return bool(days) and order(answer, value)  # ISO days are in order by their letters

    return test


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _same,
    "ne": lambda answer, value: not _same(answer, value),
    "in": _one_of,
    "contains": _contains,
    "filled": lambda answer, _value: not is_empty(answer),
    "empty": lambda answer, _value: is_empty(answer),
    "gte": _compare(lambda left, right: left >= right),
    "lte": _compare(lambda left, right: left <= right),
}
NEEDS_NO_VALUE = frozenset({"filled", "empty"})


def leaves(condition: Any, depth: int = DEPTH) -> Iterator[dict[str, Any]]:
    """The single conditions in a condition."""
    if not isinstance(condition, dict) or depth == 0:
        return
    for word in ("all", "any"):
        if isinstance(condition.get(word), list):
            for part in condition[word]:
                yield from leaves(part, depth - 1)
            return
    yield condition


def shown_answers(definition: Definition, answers: Answers) -> Answers:
    """The answers that count: those of fields that are shown. An answer that was given before its question
    disappeared is left out, so that it can't bring another question back."""
    live: Answers = {}
    for section in definition.sections:
        if is_shown(section.show_if, live):
            live |= section_answers(section, answers, live)
    return live


def section_answers(section: SectionDef, answers: Answers, before: Answers) -> Answers:
    """Those of one section that count, given what counts `before` it."""
    live: Answers = {}
    for field in section.fields:
        if field.code in answers and is_shown(field.show_if, before | live):
            live[field.code] = answers[field.code]
    return live


def shown_sections(definition: Definition, answers: Answers) -> list[SectionDef]:
    live: Answers = {}
    found = []
    for section in definition.sections:
        if is_shown(section.show_if, live):
            found.append(section)
            live |= section_answers(section, answers, live)
    return found


def with_files(definition: Definition, answers: Answers, given: Iterable[tuple[str, str]]) -> Answers:
    """The answers with those of the file fields: the names of their files. `given`: code and name of each live
    paper of the application; a file field's code is `field:<code>`."""
    names: dict[str, list[str]] = {}
    for code, name in given:
        names.setdefault(code, []).append(name)
    files: Iterable[FieldDef] = (field for field in definition.fields() if field.is_file)
    return answers | {field.code: names.get(field.paper_code, []) for field in files}
