"""The editor of support measures: what they are called, who may apply, how much there is, and worked examples.

Its own buttons add, move and take out rows or show a preview; they save nothing (`redisplays`), and everything typed
stays on the page.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from policies.editing import measure_content
from policies.editing.differences import Difference
from policies.editing.example_form import ExampleForm, ExampleRow, typed_example
from policies.editing.examples import Example, ExampleError, run
from policies.editing.formula_form import NEEDED, FormulaForm
from policies.editing.formula_typed import typed_formula
from policies.editing.measure_content import Content, is_new
from policies.editing.measure_differences import compare
from policies.editing.measure_form import BasicsForm, typed_basics
from policies.editing.measure_problems import measure_problems, rate_of
from policies.editing.rule_actions import act, pressed
from policies.editing.rule_form import ConditionForm, ConditionRow, field_choices, typed_condition
from policies.editing.rule_reading import GROUPS, read_conditions, read_subsidy, rules_as_far
from policies.editing.rule_sentences import Pair, amount_sentences, condition_sentence
from policies.editing.rule_typed import Typed, below, first, most_of, rows_in, typed_in, with_rows, within
from policies.models import Measure
from policies.rulebook import vocabulary
from policies.rules import RuleError, RuleSet, Subsidy

HERE = "here"  # stands on the page, so that a request without the editor's fields is told from one that empties them


ON_THE_PAGE = ("basics", "common", "groups", "conditions", "room", "formula", "amount", "examples", "problems_now")


class MeasureEditor:
    template = "admin/policies/measure_editor.html"

    @classmethod
    def read(cls, target: Measure) -> Content:
        return measure_content.read(target)

    @classmethod
    def empty(cls) -> Content:
        return measure_content.empty()

    @classmethod
    def apply(cls, content: Content, target: Measure | None) -> Measure:
        return measure_content.apply(content, target)

    @classmethod
    def problems(cls, content: Content) -> list[str]:
        return measure_problems(content)

    @classmethod
    def compare(cls, old: Content, new: Content) -> list[Difference]:
        return compare(old, new)

    def __init__(self, content: Content, data: Mapping[str, Any] | None = None) -> None:
        self.words, self.before = vocabulary(), content
        typed = typed_in(data, "m") if data is not None else {}
        self.is_sent = HERE in typed
        self.action = pressed(data) if self.is_sent else ""
        self.typed = act(typed, self.action) if self.is_sent else typed_content(content, self.words)
        fixed_code = "" if is_new(content) else str(content["fields"].get("code") or "")
        self.basics = BasicsForm(within(self.typed, "basics"), "m-basics", fixed_code=fixed_code)
        self.conditions = self._conditions()
        self.formula = FormulaForm(within(self.typed, "f"), "m-f", self.words)
        self._read()

    @property
    def redisplays(self) -> bool:
        """One of the editor's own buttons was pressed: show the page again and save nothing."""
        return bool(self.action)

    def is_valid(self) -> bool:
        """What was typed can be kept. Gaps may stay in a draft; they are among `problems`."""
        return self._valid

    def content(self) -> Content:
        return self._content

    def context(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ON_THE_PAGE}

    # --- reading what was typed -----------------------------------------------------------------------

    def _conditions(self) -> list[ConditionRow]:
        """Those that must all hold first; the names of the inputs follow that order."""
        typed = rows_in(self.typed, "c")
        grouped = [row for group in GROUPS for row in typed if (first(row, "group") == "any") is (group == "any")]
        return [ConditionRow(ConditionForm(row, f"m-c-{n}", self.words), n) for n, row in enumerate(grouped)]

    def _read(self) -> None:
        """Everything is read before anything is blamed, because blame takes a value out of its form."""
        plain: list[forms.Form] = [self.basics, *self.formula.all_forms, *(row.form for row in self.conditions)]
        valid = [form.is_valid() for form in plain]
        self._content = self.before | self.basics.content() | {
            "eligibility": self._eligibility(), "subsidy": self.formula.formula(),
        }  # fmt: skip
        self._read_rules()
        self.examples = self._examples()
        valid += [row.form.is_valid() for row in self.examples]
        keep_all = not self.is_readable
        self._content["examples"] = [row.form.example(keep_all=keep_all) for row in self.examples]
        self._valid = all(valid)
        self._run()

    def _eligibility(self) -> dict[str, Any]:
        entries = {group: [row.form.entry for row in self.conditions if row.form.group == group] for group in GROUPS}
        return {group: rows for group, rows in entries.items() if rows}

    def _read_rules(self) -> None:
        readings = read_conditions(self._content, self.words)
        for row, reading in zip(self.conditions, readings, strict=True):
            row.clause = reading.clause
            if reading.condition:
                row.sentence = condition_sentence(reading.condition)
            elif self._shows_problems:
                row.problem = row.form.gap or str(reading.error.message)
        self.subsidy = self._subsidy()
        self.rules: RuleSet = rules_as_far(readings, self.subsidy, self.words)
        self.is_readable = bool(readings) and self.subsidy is not None and all(one.condition for one in readings)

    def _subsidy(self) -> Subsidy | None:
        try:
            return read_subsidy(self._content, self.words)
        except RuleError as error:
            if self._shows_problems:
                gaps = list(self.formula.gaps())
                for form, name in gaps:
                    form.blame(name, NEEDED)
                if not gaps:
                    self.formula.place(error.path[1:], error.message)
        return None

    @property
    def _shows_problems(self) -> bool:
        """A measure that is not begun yet is not full of faults."""
        return self.is_sent or bool(self.before.get("subsidy")) or bool(self.before.get("eligibility"))

    def _examples(self) -> list[ExampleRow]:
        typed = rows_in(self.typed, "e")
        dollars = self.formula.converted or any(part.converted for part in self.formula.parts)
        return [ExampleRow(ExampleForm(row, f"m-e-{n}", self.rules, dollars=dollars), n) for n, row in enumerate(typed)]

    def _run(self) -> None:
        rate = rate_of(self._content)
        for row, entry in zip(self.examples, self._content["examples"], strict=True):
            try:
                example = Example.from_json(entry)
            except ExampleError:
                row.problem = _("Choose what is expected, and the example can be run.")
                continue
            if self.is_readable and row.form.is_valid():
                row.outcome = run(self.rules, example, rate)

    # --- for the page ---------------------------------------------------------------------------------

    @property
    def common(self) -> list[tuple[str, Pair]]:
        return [(one.clause, condition_sentence(one)) for one in self.words.common]

    @property
    def groups(self) -> list[dict[str, Any]]:
        titles = {"all": _("All of these must be met"), "any": _("One of these is enough")}
        choices = [("", _("Choose")), *field_choices(self.words)]
        return [
            {
                "name": group,
                "title": titles[group],
                "rows": [row for row in self.conditions if row.form.group == group],
                "new": forms.ChoiceField(choices=choices).widget.render(
                    f"m-new-{group}", first(self.typed, f"new-{group}"), {"id": f"m-new-{group}"}
                ),
            }
            for group in GROUPS
        ]

    @property
    def amount(self) -> list[Pair]:
        return amount_sentences(self.subsidy) if self.subsidy else []

    @property
    def room(self) -> dict[str, bool]:
        """Whether another row of a kind may be added."""
        return {
            "conditions": len(self.conditions) < most_of("c"),
            "examples": len(self.examples) < most_of("e"),
            "parts": len(self.formula.parts) < most_of("parts"),
        }

    @cached_property
    def problems_now(self) -> list[str]:
        """What blocks the publication of what stands on the page, once something was sent."""
        return measure_problems(self._content) if self.is_sent else []


def typed_content(content: Content, words: Any) -> Typed:
    """A stored content as it stands in the inputs."""
    eligibility = content.get("eligibility") or {}
    rows = [typed_condition(one, group, words) for group in GROUPS for one in eligibility.get(group) or []]
    typed = below("basics", typed_basics(content)) | below("f", typed_formula(content.get("subsidy")))
    typed = with_rows(typed, "c", rows)
    return with_rows(typed, "e", [typed_example(entry) for entry in content.get("examples") or []])
