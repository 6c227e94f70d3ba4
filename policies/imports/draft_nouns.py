"""Documents and measures: an import drafts an edit for each row, which a second pair of eyes checks.

Nothing that the public reads changes before somebody else has approved it.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_noop as _

from policies.enums import (
    Allocation,
    Audience,
    ImportNoun,
    PolicyKind,
    PolicyLevel,
    PolicyState,
    RevisionState,
    RevisionSubject,
)
from policies.imports import parts
from policies.imports.drafts import DraftNoun
from policies.imports.noun import SEPARATOR, Column, Fault, Values
from policies.imports.references import Choices, Reference, References
from policies.models import Clause, FocusArea, Measure, PaperType, Policy, Revision, Safeguard, TradeCategory
from policies.resources import MeasureResource, PolicyResource
from policies.rulebook import read_rules, vocabulary
from policies.rules import RuleError
from portal.accounts.models import District, User
from portal.core.imports.cells import Day, Fen, Json, Number, OptionalText, Text, Value, Whole, YesNo
from portal.core.imports.known import Choice
from portal.core.validators import normalise_document_number, validate_document_number

SMALL_INTEGER = 32_767
EARLIER = _("lies before “%(other)s” (%(day)s)")
ITSELF = _("a document can’t name itself")
BOTH_DAYS = _("the window needs both days, or neither")
SAME_LETTERS = _("differs from the code of another record in capital letters only: %(code)s")
IN_DRAFT = _("you have a draft of this open (%(number)s); finish or discard it first")
ARTICLE = _("the article belongs to another measure of this document already: %(code)s")
NO_CHINESE = _("clause %(number)s has no Chinese text")
RULE = _("can’t be read as a rule: %(problem)s")


def _document_number(text: str) -> str:
    number = normalise_document_number(text)
    validate_document_number(number)
    return number


def _twins(model: type[Policy] | type[Measure]) -> dict[str, str]:
    return {code.casefold(): code for code in model.objects.values_list("code", flat=True)}


def _own_drafts(subject: str, person: User) -> dict[int, str]:
    """Numbers of the person's open drafts by what they are of."""
    drafts = Revision.objects.filter(subject=subject, author=person, state=RevisionState.DRAFT)
    found = drafts.exclude(**{subject: None}).values_list(f"{subject}_id", "number")
    return {pk: number for pk, number in found if pk is not None}


def _in_order(values: Values, *names: str) -> Iterator[Fault]:
    """Each day no earlier than the one named before it; ISO days compare as texts."""
    for first, second in pairwise(names):
        one, other = values.get(first), values.get(second)
        if one and other and str(other) < str(one):
            yield second, EARLIER, {"other_of": first, "day": one}


class CodedDrafts(DraftNoun):
    """What both have in common: a code of their own, and nobody's open draft in the way."""

    def judge(self, person: User) -> Callable[[Values, int | None], Iterable[Fault]]:
        twins, drafts = _twins(self.model), _own_drafts(self.subject, person)
        more = self.judge_more()

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            code = str(values["code"])
            twin = twins.get(code.casefold(), code)
            if twin != code:
                yield "code", SAME_LETTERS, {"code": twin}
            if pk in drafts:
                yield "code", IN_DRAFT, {"number": drafts[pk]}
            yield from more(values, pk)

        return faults

    def judge_more(self) -> Callable[[Values, int | None], Iterable[Fault]]:
        raise NotImplementedError


class Policies(CodedDrafts):
    code = ImportNoun.POLICIES
    subject = RevisionSubject.POLICY
    model, resource = Policy, PolicyResource
    key_columns = ("code", "document_number")
    columns = (
        Column("code", lambda: Text(40, required=True), heading=True),
        Column("title_zh", lambda: Text(200, required=True), heading=True),
        Column("title_en", lambda: Text(300)),
        Column("kind", lambda: Choice(PolicyKind, required=True), heading=True),
        Column("level", lambda: Choice(PolicyLevel, required=True), heading=True),
        Column("issuer_zh", lambda: Text(200)),
        Column("issuer_en", lambda: Text(300)),
        Column("document_number", lambda: OptionalText(40, check=_document_number)),
        Column("issued_on", Day),
        Column("reported_on", Day),
        Column("effective_on", Day),
        Column("expires_on", Day),
        Column("state", lambda: Choice(PolicyState, required=True)),
        Column("supersedes", lambda: Reference(Policy)),
        Column("based_on", lambda: References(Policy)),
        Column("areas", lambda: References(FocusArea)),
        Column("safeguards", lambda: References(Safeguard)),
        Column("categories", lambda: References(TradeCategory)),
        Column("districts", lambda: References(District)),
        Column("audiences", lambda: Choices(Audience)),
        Column("summary_zh", Text),
        Column("summary_en", Text),
        Column("reading_zh", Text),
        Column("reading_en", Text),
        Column("clauses_zh", parts.Clauses),
        Column("clauses_en", parts.Clauses),
        Column("contacts", parts.Contacts),
        Column("is_demo", YesNo),
        Column("published", YesNo),
    )
    parts = parts.PARTS

    def keys(self, values: Values) -> list[str]:
        number = values.get("document_number")
        return [str(values["code"]), f"{SEPARATOR}{number}" if number else ""]

    def key_name(self, number: int) -> str:
        return self.key_columns[number]

    def is_linked(self, name: str) -> bool:
        return name in self.parts or super().is_linked(name)

    def _linked(self, name: str, pks: Iterable[int]) -> dict[int, list[Any]]:
        return parts.stored(name, pks) if name in self.parts else super()._linked(name, pks)

    def judge_more(self) -> Callable[[Values, int | None], Iterable[Fault]]:
        known: dict[int, set[str]] = {}

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            yield from _in_order(values, "issued_on", "effective_on", "expires_on")
            yield from _without_chinese(values, known, pk)
            for name in ("supersedes", "based_on"):
                named = values.get(name)
                if values["code"] in (named if isinstance(named, list) else [named]):
                    yield name, ITSELF, {}

        return faults


def _without_chinese(values: Values, known: dict[int, set[str]], pk: int | None) -> Iterator[Fault]:
    """An English clause needs its Chinese, in the file or, where the file does not speak of it, in the database.
    `known` is filled once, for all rows."""
    if "clauses_en" not in values:
        return
    if "clauses_zh" in values:
        chinese = {number for number, _text in json.loads(str(values["clauses_zh"]))}
    else:
        if not known:
            for policy, number in Clause.objects.values_list("policy_id", "number"):
                known.setdefault(policy, set()).add(number)
        chinese = known.get(pk or 0, set())
    for number, _text in json.loads(str(values["clauses_en"])):
        if number not in chinese:
            yield "clauses_en", NO_CHINESE, {"number": number}


class Measures(CodedDrafts):
    code = ImportNoun.MEASURES
    subject = RevisionSubject.MEASURE
    model, resource = Measure, MeasureResource
    key_columns = ("code",)
    columns = (
        Column("code", lambda: Text(20, required=True), heading=True),
        Column("title_zh", lambda: Text(200, required=True), heading=True),
        Column("title_en", lambda: Text(300)),
        Column("policy", lambda: Reference(Policy, required=True), heading=True),
        Column("article", lambda: Whole(1, SMALL_INTEGER)),
        Column("area", lambda: Reference(FocusArea, required=True), heading=True),
        Column("mode", lambda: Choice(Allocation, required=True), heading=True),
        Column("period_from", lambda: Day(required=True), heading=True),
        Column("period_to", lambda: Day(required=True), heading=True),
        Column("window_open", Day),
        Column("window_close", Day),
        Column("budget_fen", lambda: Fen(required=True), heading=True),
        Column("usd_cny", lambda: Number(9, 4)),
        Column("expert_review", YesNo),
        Column("on_site_check", YesNo),
        Column("papers", lambda: References(PaperType, ordered=True)),
        Column("anchor", Text),
        Column("eligibility", lambda: Json(dict, required=True), heading=True),
        Column("subsidy", lambda: Json(dict, required=True), heading=True),
        Column("examples", lambda: Json(list)),
        Column("is_demo", YesNo),
    )

    def keys(self, values: Values) -> list[str]:
        return [str(values["code"])]

    def judge_more(self) -> Callable[[Values, int | None], Iterable[Fault]]:
        words = vocabulary()
        taken = {
            (policy, article): code
            for policy, article, code in Measure.objects.values_list("policy__code", "article", "code")
        }

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            yield from _in_order(values, "period_from", "period_to")
            yield from _in_order(values, "window_open", "window_close")
            both = "window_open" in values and "window_close" in values
            if both and bool(values["window_open"]) != bool(values["window_close"]):
                yield "window_close", BOTH_DAYS, {}
            place = (values["policy"], values.get("article"))
            holder = taken.setdefault(place, values["code"]) if place[1] else values["code"]
            if holder != values["code"]:
                yield "article", ARTICLE, {"code": holder}
            yield from _rule_faults(values, words)

        return faults


def _rule_faults(values: Values, words: Any) -> Iterator[Fault]:
    """Rules are read as the engine reads them."""
    draft = Measure(**_rule_columns(values))
    try:
        read_rules(draft, words)
    except RuleError as error:
        first = str(error.path[0]) if error.path else "eligibility"
        yield first if first in ("eligibility", "subsidy") else "eligibility", RULE, {"problem": str(error)[:300]}


def _rule_columns(values: Values) -> dict[str, Value | Any]:
    days = {name: dt.date.fromisoformat(str(values[name])) for name in ("period_from", "period_to")}
    rules = {name: json.loads(str(values[name])) for name in ("eligibility", "subsidy")}
    return {**days, **rules, "article": values.get("article") or 3}
