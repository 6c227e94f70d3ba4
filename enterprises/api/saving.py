"""A section as a program sends it, through the same checks and the same door as the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from enterprises.api.standing import kind_of, values_of
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.section_form import posted_values
from enterprises.drafting import save_section
from enterprises.enums import FieldKind
from enterprises.evaluation import rule_set_of
from enterprises.exceptions import Collision
from enterprises.models import Application, SectionMark
from enterprises.section_forms import build, given
from enterprises.sections import FROM_FILE, Section, names_of
from policies.forms import facts_from_json
from policies.rules import FactsError, questions
from policies.rules.facts import Facts
from policies.rules.result import plain
from portal.accounts.models import User
from portal.core.exceptions import PortalError

# More than any field takes; what is longer is no answer of ours.
LONGEST = 20_000


class Unfit(PortalError):
    """Values that can't be taken; `errors` has the sentences for each of them."""

    status = 422

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(_("Some values can’t be taken; nothing was saved."), errors=dict(errors))


class Overtaken(PortalError):
    """Somebody saved the section since; both versions are told, so that the sender can decide."""


def save(
    application: Application,
    section: Section,
    values: dict[str, Any],
    user: User,
    *,
    seen: int,
    done: bool,
    whole: bool,
) -> SectionMark:
    """`whole`: the values are all of the section's, otherwise they are put over what is stored."""
    if not whole:
        values = values_of(application, section) | values
    if kind_of(section) == "facts":
        sent = {"facts": checked_facts(application, values, done=done)}
    else:
        sent = {"answers": _checked_answers(application, section, values, done=done)}
    try:
        return save_section(application, section.slug, user=user, seen=seen, done=done, **sent)
    except Collision as collision:
        mark = collision.mark
        raise Overtaken(
            collision.message,
            revision=mark.revision,
            saved_by=str(mark.saved_by),
            saved_at=mark.saved_at,
            **_both(values_of(application, section), next(iter(sent.values()))),
        ) from collision


def _both(stored: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """Where the two differ: what is stored and what was sent."""
    mine = {name: plain(value) for name, value in sent.items()}
    names = sorted(name for name in {*stored, *mine} if stored.get(name) != mine.get(name))
    return {
        "stored": {name: stored.get(name) for name in names},
        "sent": {name: mine.get(name) for name in names},
    }


# --- facts -------------------------------------------------------------------------------------------


def checked_facts(application: Application, values: dict[str, Any], *, done: bool) -> dict[str, Any]:
    rules = rule_set_of(application)
    asked = [question.field for question in questions(rules) if question.field not in FROM_FILE]
    unknown = set(values) - set(asked)
    # What the file of the enterprise or another measure once gave may be stored; it is not an answer of this section.
    errors = {name: [_("This is no field of this section.")] for name in unknown if name not in application.facts}
    try:
        facts = dict(Facts(rules.vocabulary, {name: values[name] for name in asked if name in values}).values)
    except FactsError as error:
        errors |= {name: [str(sentence)] for name, sentence in error.errors.items()}
        facts = {}
    if done:
        errors |= {name: [_("This must be answered.")] for name in asked if values.get(name) in (None, "", [])}
    if errors:
        raise Unfit(errors)
    kept = {name: value for name, value in facts_from_json(application.facts).items() if name in unknown}
    return kept | facts


# --- answers -----------------------------------------------------------------------------------------


def _checked_answers(
    application: Application, section: Section, values: dict[str, Any], *, done: bool
) -> dict[str, Any]:
    unknown = set(values) - names_of(application, section.slug)
    errors = {name: [_("This is no field of this section.")] for name in unknown}
    if section.form is not None:
        fields = {field.code: field for field in section.form.fields}
        wrong = {name: _misshapen(fields[name], value) for name, value in values.items() if name in fields}
        posted: Any = posted_values(section.form, values)
    else:
        wrong = {name: "" if _is_plain(value) else _("Give a text.") for name, value in values.items()}
        posted = {name: "" if value is None else str(value) for name, value in values.items()}
    errors |= {name: [sentence] for name, sentence in wrong.items() if sentence and name not in unknown}
    if errors:
        raise Unfit(errors)
    form = build(application, section, posted, partial=not done)
    if not form.is_valid():
        raise Unfit({name: [str(one) for one in sentences] for name, sentences in form.errors.items()})
    return given(application, section, form)["answers"]


def _is_plain(value: Any) -> bool:
    """A text or a number, which is read like one; no yes or no, list or object."""
    if isinstance(value, bool):
        return False
    return value is None or (isinstance(value, str | int | float) and len(str(value)) <= LONGEST)


def _misshapen(field: FieldDef, value: Any) -> str:
    """What shape the answer should have, where it has another; what is in it the form checks."""
    if value is None:
        return ""
    if field.is_file:
        return _("Send the file itself under “files”.")
    if field.kind == FieldKind.TABLE:
        names = {column.code for column in field.columns}
        fits = isinstance(value, list) and all(isinstance(row, dict) for row in value)
        fits = fits and all(name in names and _is_plain(cell) for row in value for name, cell in row.items())
        return "" if fits else _("Give a list of rows, each with the columns of this table and nothing else.")
    if field.kind == FieldKind.CHOICES:
        fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if fits else _("Give a list of choices.")
    if field.kind == FieldKind.STATEMENT:
        return "" if isinstance(value, bool) else _("Give true or false.")
    return "" if _is_plain(value) else _("Give a text or a number.")
