"""What keeps a measure from being published, in the words of whoever has to mend it."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from policies.checks import in_a_row
from policies.editing.examples import example_problems
from policies.editing.formula_form import FormulaForm
from policies.editing.formula_typed import typed_formula
from policies.editing.measure_content import Content, filled, live
from policies.editing.rule_form import ConditionForm, typed_condition
from policies.editing.rule_reading import half_worded, read_conditions, read_subsidy, whole_rules
from policies.models import PaperType
from policies.rulebook import vocabulary
from policies.rules import RuleError, Vocabulary


def measure_problems(content: Content) -> list[str]:
    words = vocabulary()
    found = [*_of_columns(content), *_of_papers(content), *_of_conditions(content, words), *_of_amount(content, words)]
    rules = whole_rules(content, words)
    return found + example_problems(rules, content.get("examples"), rate_of(content))


def rate_of(content: Content) -> Decimal | None:
    """The measure's own exchange rate; None where there is none or it is not a number yet."""
    rate = (content.get("fields") or {}).get("usd_cny")
    try:
        number = Decimal(str(rate)) if rate else None
    except InvalidOperation:
        return None
    return number if number and number.is_finite() and 0 < number < 1000 else None


def _of_columns(content: Content) -> Iterator[str]:
    try:
        filled(content, live(content))
    except ValidationError as fault:
        yield from fault.messages
    if not (content.get("fields") or {}).get("title_en"):
        yield _("The title in English is missing.")


def _of_papers(content: Content) -> Iterator[str]:
    codes = content.get("papers") or []
    known = set(PaperType.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            yield _("No paper with the code “%(code)s” is known.") % {"code": code}


def _of_conditions(content: Content, words: Vocabulary) -> Iterator[str]:
    readings = read_conditions(content, words)
    if not readings:
        yield _("The measure has no condition of its own.")
    eligibility = content.get("eligibility") or {}
    for one in readings:
        if one.error is None:
            continue
        form = ConditionForm(typed_condition(eligibility[one.group][one.place], one.group, words), "m", words)
        form.is_valid()
        problem = form.gap or str(one.error.message)
        yield _("Condition %(clause)s cannot be read. %(problem)s") % {"clause": one.clause, "problem": problem}
    for clause in half_worded(readings):
        yield _("Condition %(clause)s has a wording of its own in one language only.") % {"clause": clause}


def _of_amount(content: Content, words: Vocabulary) -> Iterator[str]:
    try:
        read_subsidy(content, words)
    except RuleError as error:
        form = FormulaForm(typed_formula(content.get("subsidy")), "m", words)
        gaps = amount_gaps(form)
        yield gaps or _("The amount cannot be worked out. %(problem)s") % {"problem": error.message}


def amount_gaps(form: FormulaForm) -> str:
    """Which inputs of the amount are still empty, as a sentence; empty when there is none."""
    for one in form.all_forms:
        one.is_valid()
    labels = [str(inner.fields[name].label) for inner, name in form.gaps()]
    if not labels:
        return ""
    return _("The amount is not complete: %(inputs)s.") % {"inputs": in_a_row(list(dict.fromkeys(labels)))}
