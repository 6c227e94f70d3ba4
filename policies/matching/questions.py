"""The pages that ask: a question or a small group, a list to tick, or everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.forms import shown_fact
from policies.matching.answers import BOXES, NONE, SKIP, Answers, is_ticked, may_be_none
from policies.matching.asking import Ask
from policies.matching.catalogue import Catalogue, Page
from policies.matching.findings import CheckUp
from policies.rules.texts import listing

# So many measures are named behind a box; the rest is a number.
NAMED = 2


@dataclass(frozen=True)
class Box:
    code: str
    label: str
    hint: str
    ticked: bool


@dataclass(frozen=True)
class Answer:
    """A line of the answers so far. `note`: where it comes from, when it was known already."""

    label: str
    value: str
    change_url: str
    note: str = ""


@dataclass(frozen=True)
class QuestionPage:
    """What one page asks. `hidden` are the other answers, which travel along."""

    title: str
    why: str
    at: str
    fields: list[BoundField] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    none_of: str = ""
    figures: bool = False
    hidden: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    title: str
    fields: list[BoundField]


def question_page(answers: Answers, ask: Ask, found: CheckUp | None) -> QuestionPage:
    """`found` is None while an answer is wrong: then the page only asks again."""
    catalogue = answers.catalogue
    codes = ask.codes
    if ask.boxes:
        return QuestionPage(
            title=_("Which of these does your enterprise have?"),
            why=_("What you leave unticked counts as no. What you tick is asked more exactly, where it matters."),
            at=BOXES,
            boxes=_boxes(answers, codes, found),
            hidden=[pair for pair in answers.pairs() if pair[0] != BOXES] + [(BOXES, ".".join(codes))],
        )
    single = codes[0] if len(codes) == 1 else ""
    return QuestionPage(
        title=str(catalogue.questions[single].label) if single else _title(catalogue, ask),
        why=_why(ask, found),
        at=".".join(codes),
        fields=[answers.form[code] for code in codes],
        figures=any(catalogue.field_of(code).numeric for code in codes),
        none_of=single if single and _needs_button(catalogue, single) else "",
        hidden=answers.pairs(without=codes),
    )


def _needs_button(catalogue: Catalogue, code: str) -> bool:
    """A list offers “none of these” itself."""
    return may_be_none(catalogue, code) and catalogue.questions[code].kind != "choice"


def _title(catalogue: Catalogue, ask: Ask) -> str:
    if set(ask.codes) <= set(catalogue.general):
        return _("Your enterprise in general")
    return _("For the amount") if ask.for_amount else _("Your figures")


def _why(ask: Ask, found: CheckUp | None) -> str:
    if found is None:
        return ""
    count = ask.settles
    if ask.for_amount:
        text = ngettext(
            "The amount of %(count)s measure depends on it.", "The amounts of %(count)s measures depend on it.", count
        )
    else:
        text = ngettext(
            "%(count)s measure that is still open depends on it.",
            "%(count)s measures that are still open depend on it.",
            count,
        )
    return text % {"count": count}


def _boxes(answers: Answers, codes: Page, found: CheckUp | None) -> list[Box]:
    uses = _titles_by_code(answers.catalogue, found)
    return [
        Box(
            code=code,
            label=str(answers.catalogue.questions[code].label),
            hint=_for_measures(uses.get(code, [])),
            ticked=is_ticked(
                answers.catalogue.questions[code], answers.typed.get(code, ""), offered=code in answers.boxes
            ),
        )
        for code in codes
    ]


def _titles_by_code(catalogue: Catalogue, found: CheckUp | None) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = {}
    for one in found.findings if found else []:
        for condition in one.prepared.rule_set.own:
            uses.setdefault(catalogue.asked(condition.field.code), []).append(one.measure.title)
    return uses


def _for_measures(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    unique = list(dict.fromkeys(titles))
    parts, more = unique[:NAMED], len(unique) - NAMED
    if more > 0:
        parts.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return _("For: %(measures)s") % {"measures": listing(parts)}


def asked_again(answers: Answers, wanted: str) -> Ask | None:
    """The page that a “change” or “back” link names."""
    catalogue = answers.catalogue
    if wanted == BOXES and answers.boxes:
        return Ask(answers.boxes, 0, boxes=True)
    return Ask(catalogue.page_of(wanted), 0) if wanted in catalogue.questions else None


def page_with_error(answers: Answers, at: str) -> Ask:
    """The page that was sent, and whatever else is wrong, so that every mistake can be mended here."""
    catalogue = answers.catalogue
    shown = [code for code in at.split(".") if code in catalogue.questions]
    wrong = [code for first in answers.form.errors if first not in shown for code in catalogue.page_of(first)]
    return Ask(tuple(dict.fromkeys([*shown, *wrong])), 0)


def steps(answers: Answers) -> list[str]:
    """The pages that were answered so far, in their order, each by what `ask` calls it."""
    found: dict[str, None] = {}
    for code, text in answers.typed.items():
        by_box = code in answers.boxes and (text == "yes" or not is_ticked(answers.catalogue.questions[code], text))
        found[BOXES if by_box else answers.catalogue.page_of(code)[0]] = None
    if answers.boxes:
        found.setdefault(BOXES)
    return list(found)


def step_before(answers: Answers, ask: Ask, again: bool) -> str:
    """Empty when the page is the first."""
    order = steps(answers)
    if again:
        here = BOXES if ask.boxes else answers.catalogue.page_of(ask.codes[0])[0]
        return order[order.index(here) - 1] if here in order and order.index(here) else ""
    return order[-1] if order else ""


def all_sections(answers: Answers) -> list[Section]:
    """Every question on one page: the enterprise, what decides, what only counts for amounts."""
    catalogue, form = answers.catalogue, answers.form
    deciding = [code for code in catalogue.asked_codes if code in catalogue.deciding and code not in catalogue.general]
    rest = [code for code in catalogue.asked_codes if code not in catalogue.deciding]
    named = [
        (_("Your enterprise in general"), catalogue.general),
        (_("What decides about the measures"), deciding),
        (_("For the amount"), rest),
    ]
    return [
        Section(str(title), [form[code] for code in codes if code in form.fields]) for title, codes in named if codes
    ]


def answer_lines(answers: Answers, url: str, notes: dict[str, str] | None = None) -> list[Answer]:
    """The answers so far, in the order of the address; each can be changed."""
    facts, lines = answers.facts, []
    for code, text in answers.typed.items():
        question = answers.catalogue.questions[code]
        value = _shown(question, text, facts.get(code))
        lines.append(
            Answer(str(question.label), value, f"{url}?{answers.query(ask=code)}", (notes or {}).get(code, ""))
        )
    return lines


def _shown(question: Any, text: str, value: Any) -> str:
    if text == SKIP:
        return _("Not answered")
    if value is None:
        return _("None") if text == NONE else text
    return shown_fact(question, value)


def progress(answers: Answers, found: CheckUp) -> str:
    """In words: how much is answered, how much is still open."""
    count, total = len(found.waiting), len(found.findings)
    given = ngettext("%(count)s answer given", "%(count)s answers given", answers.answered) % {
        "count": answers.answered
    }
    left = ngettext(
        "%(count)s of %(total)s measures is still open", "%(count)s of %(total)s measures are still open", count
    )
    return _("%(given)s; %(left)s.") % {"given": given, "left": left % {"count": count, "total": total}}
