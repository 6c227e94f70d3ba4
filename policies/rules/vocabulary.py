"""The words that rules are written in: fields, operators, common conditions, papers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from .conditions import TESTS, Condition, parse_condition
from .errors import Path, RuleError
from .fields import Field
from .parsing import check_keys, check_list, parse_label, text_value
from .texts import Label, Text

PEOPLE, ITEMS = "people", "items"
PERSON_FIELD, ITEM_FIELD = "foreign_talent_class", "eligible_cost_cny"


@dataclass(frozen=True)
class Document:
    code: str
    label: Label
    format: str
    sensitive: bool = False

    @classmethod
    def parse(cls, data: object, path: Path) -> "Document":
        check_keys(data, path, required=("code", "zh", "en", "format"))
        return cls(
            code=text_value(data, "code", path),
            label=parse_label(data, path),
            format=text_value(data, "format", path),
            sensitive=bool(data.get("sensitive")),
        )


@dataclass(frozen=True)
class Vocabulary:
    fields: Mapping[str, Field]
    operators: tuple[str, ...]
    documents: Mapping[str, Document]
    baseline_documents: tuple[str, ...]
    common: tuple[Condition, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping) -> "Vocabulary":
        check_keys(data, (), required=("rule_fields", "operators"))
        words = cls(
            fields=_parse_fields(data["rule_fields"]),
            operators=_parse_operators(data["operators"]),
            documents=_parse_documents(data.get("documents", ())),
            baseline_documents=_parse_baseline(data.get("baseline_documents", ())),
        )
        _refuse_cycles(words.fields, data["rule_fields"])
        return replace(words, common=_parse_common(data, words))

    def field(self, code: object, path: Path) -> Field:
        if not isinstance(code, str) or code not in self.fields:
            raise RuleError(path, Text(_("The field “%(name)s” is not known."), name=code))
        return self.fields[code]


def _parse_fields(data: object) -> dict[str, Field]:
    check_list(data, ("rule_fields",))
    fields: dict[str, Field] = {}
    for index, entry in enumerate(data):
        field = Field.parse(entry, ("rule_fields", index))
        if field.code in fields or field.code in (PEOPLE, ITEMS):
            raise RuleError(("rule_fields", index, "field"), Text(_("“%(name)s” is there twice."), name=field.code))
        fields[field.code] = field
    return fields


def _parse_operators(data: object) -> tuple[str, ...]:
    check_list(data, ("operators",))
    for index, name in enumerate(data):
        if not isinstance(name, str) or name not in TESTS:
            raise RuleError(("operators", index), Text(_("The operator “%(name)s” is not known."), name=name))
    return tuple(data)


def _parse_documents(data: object) -> dict[str, Document]:
    check_list(data, ("documents",))
    papers = [Document.parse(entry, ("documents", index)) for index, entry in enumerate(data)]
    return {paper.code: paper for paper in papers}


def _parse_baseline(data: object) -> tuple[str, ...]:
    check_list(data, ("baseline_documents",))
    return tuple(data)


def _parse_common(data: Mapping, words: Vocabulary) -> tuple[Condition, ...]:
    """The conditions that every measure inherits; they are clause 2 of a call."""
    if data.get("common_eligibility") is None:
        return ()
    path: Path = ("common_eligibility",)
    check_keys(data["common_eligibility"], path, required=("all",), allowed=("all",))
    entries = data["common_eligibility"]["all"]
    check_list(entries, (*path, "all"))
    return tuple(
        parse_condition(entry, (*path, "all", index), words, clause=f"2.{index + 1}", group="common")
        for index, entry in enumerate(entries)
    )


def _refuse_cycles(fields: Mapping[str, Field], data: list) -> None:
    """A derived field must rest on known numbers, and never on itself, not even by a detour."""
    for index, entry in enumerate(data):
        path = ("rule_fields", index, "derived")
        field = fields[entry["field"]]
        if field.derived and not field.numeric:
            raise RuleError(path, _("Only a number can be worked out from other fields."))
        waiting, seen = list(field.derived.inputs) if field.derived else [], set()
        while waiting:
            code = waiting.pop()
            if code == field.code:
                raise RuleError(path, Text(_("“%(name)s” refers to itself."), name=code))
            if code not in fields or not fields[code].numeric:
                raise RuleError(path, Text(_("“%(name)s” is not a field with numbers."), name=code))
            if code not in seen and fields[code].derived:
                waiting.extend(fields[code].derived.inputs)
            seen.add(code)
