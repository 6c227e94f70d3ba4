"""What a new draft need not ask again, each value with the place that it comes from (政务数据共享条例).

A source is kept as {source, ref, on} under its target (`answer:bank_name`); it goes when somebody changes the value.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.accounts_of import current_account
from enterprises.call_forms.definition import Definition
from enterprises.enums import FieldKind, Figure
from enterprises.models import Call, Enterprise, Snapshot
from enterprises.profiles import OF_ONE_PROJECT
from enterprises.sections import FROM_FILE
from policies.forms import facts_from_json, facts_to_json
from policies.rulebook import rule_set
from policies.rules import OFFICIAL, FactsError, RuleSet, questions
from policies.rules.facts import Facts
from portal.accounts.models import User
from portal.core import clock

SELF_CHECK, RECORD, FIGURE, ACCOUNT, APPLICATION, PERSON, COPY = (
    *("self_check", "record", "figure", "account", "application", "person", "copy"),
)
# How the source stands next to the field.
SENTENCES = {
    SELF_CHECK: gettext_lazy("Filled in from your self-check."),
    RECORD: gettext_lazy("Filled in from the enterprise’s file, as of %(day)s."),
    FIGURE: gettext_lazy("Filled in from the enterprise’s figures of %(ref)s."),
    ACCOUNT: gettext_lazy("Filled in from the enterprise’s account, confirmed on %(day)s."),
    APPLICATION: gettext_lazy("Filled in from application %(ref)s of %(day)s."),
    PERSON: gettext_lazy("Filled in from your account here."),
    COPY: gettext_lazy("Copied from application %(ref)s."),
}
# Facts of these kinds hold beyond one accounting period; amounts, numbers and days belong to theirs.
LASTING = frozenset({"bool", "choice"})
CONTACT = ("contact_name", "contact_phone", "contact_email")
BANK = ("bank_account_name", "bank_name", "bank_account_number")


@dataclass
class Filled:
    """Facts as they lie in the JSON column, answers, and where each came from."""

    facts: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, target: str, value: Any, source: str, ref: object = "", on: date | None = None) -> None:
        """The first that knows a value gives it."""
        kind, _colon, name = target.partition(":")
        store = self.facts if kind == "fact" else self.answers
        if value in (None, "", []) or name in store:
            return
        store[name] = value
        self.sources[target] = {"source": source, "ref": str(ref), "on": (on or clock.today()).isoformat()}


def origin_text(origin: dict[str, str] | None) -> str:
    """Where a value came from, as it stands next to its field; empty when a person gave it."""
    sentence = SENTENCES.get((origin or {}).get("source", ""))
    if not origin or sentence is None:
        return ""
    day = formats.date_format(date.fromisoformat(origin["on"]))
    return str(sentence) % {"ref": origin.get("ref", ""), "day": day}


def fill(
    enterprise: Enterprise, call: Call, user: User, carried: dict[str, Any], form: Definition, filled: Filled
) -> Filled:
    """Everything that is known beforehand, what the person just said in front of what was said earlier."""
    rules = rule_set(call.measure)
    for name, value in facts_to_json(carried).items():
        if name not in FROM_FILE:
            filled.put(f"fact:{name}", value, SELF_CHECK)
    _record(enterprise, rules, filled)
    _account(enterprise, filled)
    _last_application(enterprise, rules, filled)
    filled.put("answer:contact_name", user.name, PERSON)
    filled.put("answer:contact_email", user.email, PERSON)
    _form(enterprise, user, form, filled)
    return filled


def _asked(rules: RuleSet) -> dict[str, str]:
    """The questions that an application is asked, with their kinds."""
    return {one.field: one.kind for one in questions(rules) if one.field not in FROM_FILE}


def usable(rules: RuleSet, name: str, value: Any) -> bool:
    """A fact from elsewhere is taken only if this measure's rules can read it."""
    try:
        Facts(rules.vocabulary, {name: value})
    except FactsError:
        return False
    return True


def _record(enterprise: Enterprise, rules: RuleSet, filled: Filled) -> None:
    """What stands in the file beside the facts that are never asked; one that is in several categories is asked."""
    if "trade_category" not in _asked(rules):
        return
    categories = list(enterprise.categories.values_list("code", flat=True)[:2])
    if len(categories) == 1 and usable(rules, "trade_category", categories[0]):
        filled.put("fact:trade_category", categories[0], RECORD, on=_file_day(enterprise))


def _account(enterprise: Enterprise, filled: Filled) -> None:
    account = current_account(enterprise)
    if account is not None:
        for name, value in zip(BANK, (account.holder, account.bank, account.number), strict=True):
            filled.put(f"answer:{name}", value, ACCOUNT, on=account.as_of)


def newest_snapshot(enterprise: Enterprise) -> Snapshot | None:
    found = Snapshot.objects.filter(application__enterprise=enterprise).order_by("-taken_at", "-pk")
    return found.select_related("application").first()


def _last_application(enterprise: Enterprise, rules: RuleSet, filled: Filled) -> None:
    """What held when something was last sent, and does not belong to one project or period."""
    snapshot = newest_snapshot(enterprise)
    if snapshot is None:
        return
    ref, on = snapshot.application.number, snapshot.taken_at.astimezone(clock.now().tzinfo).date()
    answers = snapshot.content.get("answers", {})
    for name in (*CONTACT, *BANK):
        filled.put(f"answer:{name}", answers.get(name), APPLICATION, ref, on)
    lasting = {name for name, kind in _asked(rules).items() if kind in LASTING and name not in OF_ONE_PROJECT}
    for name, value in facts_from_json(snapshot.content.get("facts", {})).items():
        if name in lasting and value != OFFICIAL and usable(rules, name, value):
            filled.put(f"fact:{name}", facts_to_json({name: value})[name], APPLICATION, ref, on)


# --- fields of a call's form -------------------------------------------------------------------------


Source = Callable[[Enterprise, User], Any]
# What a field of a form may be filled in from, by the code that stands in `FormField.prefill`.
FROM_ENTERPRISE: dict[str, tuple[Any, Source]] = {
    "enterprise.name": (gettext_lazy("Name of the enterprise"), lambda one, user: one.name),
    "enterprise.name_en": (gettext_lazy("Name of the enterprise in English"), lambda one, user: one.name_en),
    "enterprise.credit_code": (gettext_lazy("Unified Social Credit Code"), lambda one, user: one.credit_code),
    "enterprise.address": (gettext_lazy("Registered address"), lambda one, user: one.address),
    "enterprise.legal_representative": (
        gettext_lazy("Legal representative"),
        lambda one, user: one.legal_representative,
    ),
    "enterprise.registered_on": (
        gettext_lazy("Date of registration"),
        lambda one, user: one.registered_on.isoformat(),
    ),
    "person.name": (gettext_lazy("Name of the person who fills it in"), lambda one, user: user.name),
    "person.email": (gettext_lazy("E-mail of the person who fills it in"), lambda one, user: user.email),
}
PLAIN_KINDS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE})


def _form(enterprise: Enterprise, user: User, form: Definition, filled: Filled) -> None:
    """A code of the table above, or `figure.<code>`: the newest figure of the enterprise's file."""
    wanted = [one for one in form.fields() if one.prefill and one.kind in PLAIN_KINDS]
    figures = _figures(enterprise) if any(one.prefill.startswith("figure.") for one in wanted) else {}
    for one in wanted:
        source, _dot, code = one.prefill.partition(".")
        target = f"answer:{one.code}"
        if one.prefill in FROM_ENTERPRISE:
            value = FROM_ENTERPRISE[one.prefill][1](enterprise, user)
            filled.put(target, value, PERSON if source == "person" else RECORD, on=_file_day(enterprise))
        elif source == "figure" and code in figures:
            year, value = figures[code]
            filled.put(target, value, FIGURE, year)


def _file_day(enterprise: Enterprise) -> date:
    return enterprise.updated_at.astimezone(clock.now().tzinfo).date()


def _figures(enterprise: Enterprise) -> dict[str, tuple[int, str]]:
    """The newest year of each figure; what was verified stands before what was declared."""
    found: dict[str, tuple[int, str]] = {}
    for row in enterprise.figures.order_by("-year"):
        value = row.declared if row.verified is None else row.verified
        if value is not None:
            found.setdefault(row.code, (row.year, f"{value.normalize():f}"))
    return found


def prefill_choices() -> list[tuple[str, str]]:
    """What a form's author may choose, with its name."""
    figures = [(f"figure.{code}", label) for code, label in Figure.choices]
    return [(code, str(label)) for code, (label, _source) in FROM_ENTERPRISE.items()] + [
        (code, _("Figure: %(name)s") % {"name": label}) for code, label in figures
    ]
