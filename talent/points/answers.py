"""The answers that the points need, read from a form or from JSON: one set of limits for both."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.core.exceptions import PortalError

# Yearly salary in 10,000 yuan; the largest is only there to catch a salary given in yuan.
MOST_SALARY = Decimal(10_000)
WORKING_AGE, OLDEST = 16, 110
MOST_LOCAL = 10


@dataclass(frozen=True)
class Answers:
    """`salary` in 10,000 yuan a year, `years` full years of related work, `months` worked a year, `local` 0 to 10."""

    salary: Decimal
    education: str
    years: int
    months: Decimal
    chinese: str
    age: int
    region: str
    elite: bool
    local: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class AnswersError(PortalError):
    """`errors`: a sentence for each answer that can't be used."""

    status = 400

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(_("Some answers can’t be used."))
        self.errors = errors
        self.details = {"answers": errors}


def read_answers(given: Mapping[str, Any], table: Mapping[str, Any]) -> Answers:
    """Raises AnswersError with every problem at once. Unknown names are refused: a typing error is not an answer."""
    errors: dict[str, str] = {}
    values = {
        "salary": _number(given, "salary", 0, MOST_SALARY, errors),
        "years": _whole(given, "years", 0, OLDEST, errors),
        "months": _number(given, "months", 0, 12, errors),
        "age": _whole(given, "age", WORKING_AGE, OLDEST, errors),
        "local": _whole({"local": 0, **given}, "local", 0, MOST_LOCAL, errors),
        "elite": _truth(given, "elite", errors),
    }
    for name in ("education", "chinese", "region"):
        values[name] = _case(given, name, table, errors)
    for name in given:
        if name not in values:
            errors[str(name)[:60]] = _("There is no such answer.")
    if not errors and values["years"] > values["age"] - WORKING_AGE:
        errors["years"] = _("That is more work than fits into a life from %(age)s on.") % {"age": WORKING_AGE}
    if errors:
        raise AnswersError(errors)
    return Answers(**values)


def _number(given: Mapping[str, Any], name: str, least: int, most: Any, errors: dict[str, str]) -> Decimal:
    value = given.get(name)
    if value is None or value == "":
        errors[name] = _("Enter a number.")
        return Decimal(0)
    try:
        number = Decimal("nan") if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        errors[name] = _("Enter a number.")
    elif not least <= number <= most:
        errors[name] = _("Enter a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    else:
        return number
    return Decimal(0)


def _whole(given: Mapping[str, Any], name: str, least: int, most: int, errors: dict[str, str]) -> int:
    number = _number(given, name, least, most, errors)
    if number != number.to_integral_value():
        errors[name] = _("Enter a whole number.")
    return int(number)


def _truth(given: Mapping[str, Any], name: str, errors: dict[str, str]) -> bool:
    value = given.get(name)
    if not isinstance(value, bool):
        errors[name] = _("Answer yes or no.")
    return bool(value)


def _case(given: Mapping[str, Any], name: str, table: Mapping[str, Any], errors: dict[str, str]) -> str:
    factor = next((one for one in table["factors"] if one["code"] == name), {"cases": []})
    known = ["none" if case["value"] is None else str(case["value"]) for case in factor["cases"]]
    value = given.get(name)
    if not isinstance(value, str) or value not in known:
        errors[name] = _("Choose one of: %(known)s.") % {"known": ", ".join(known)}
        return ""
    return value
