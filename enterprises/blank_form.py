"""The blank form of a call as a PDF, in both languages: what will be asked, to fill in on paper or to talk over."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from enterprises.call_forms.definition import FieldDef, definition_of
from enterprises.call_forms.papers import papers_of
from enterprises.call_forms.words import condition_text
from enterprises.call_page import form_in_use
from enterprises.enums import FieldKind
from enterprises.models import Call
from enterprises.sections import ANSWER_FIELDS, FROM_FILE, SECTIONS
from policies.rulebook import rule_set
from policies.rules import Question, questions
from portal.core.dates import day_text
from portal.core.papers import open_pdf

KEPT = 32
_kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
_lock = Lock()
LONG = frozenset({"project_summary", "performance_target"})


def blank_form_pdf(call: Call) -> bytes:
    """Kept as long as the call, its form and its measure stay as they are. Raises BusyError and PdfError."""
    version = form_in_use(call)
    key = (call.pk, call.updated_at, version and (version.pk, version.updated_at), call.measure.updated_at)
    with _lock:
        if key in _kept:
            return _kept[key]
    body = open_pdf("blank_form", lambda: form_data(call))
    with _lock:
        _kept[key] = body
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return body


def form_data(call: Call) -> dict[str, Any]:
    """Every text as a pair of Chinese and English."""
    return {
        "demo": call.is_demo,
        "code": call.code,
        "number": call.number,
        "title": [call.measure.title_zh, call.measure.title_en],
        "window": both(lambda: f"{day_text(call.opens_on)} – {day_text(call.last_day)}"),
        "period": both(lambda: f"{formats.date_format(call.period_from)} – {formats.date_format(call.period_to)}"),
        "contact": [call.contact_zh, call.contact_en],
        "signature": call.needs_signature,
        "sections": [*_standard(call)[:3], *_own(call), *_standard(call)[3:]],
        "papers": [{"code": paper.code, "title": [paper.title_zh, paper.title_en]} for paper in papers_of(call)],
    }


def both(make: Any) -> list[str]:
    """What it says in Chinese and in English."""
    texts = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.append(str(make()))
    return texts


def _standard(call: Call) -> list[dict[str, Any]]:
    """Contact, conditions and project stand before the call's own sections, the bank account after them; the papers
    are a list of their own."""
    found = []
    for section in SECTIONS:
        if section.slug == "papers":
            continue
        fields = [_answer(field) for field in ANSWER_FIELDS if field.section == section.slug]
        if section.slug == "conditions":
            fields = _questions(call)
        found.append({"title": both(lambda one=section: one.title), "intro": ["", ""], "fields": fields})
    return found


def _line(label: list[str], kind: str, **more: Any) -> dict[str, Any]:
    return {
        "label": label, "help": ["", ""], "kind": kind, "options": [], "columns": [], "condition": ["", ""],
        "required": True,
    } | more  # fmt: skip


def _answer(field: Any) -> dict[str, Any]:
    return _line(both(lambda: field.label), FieldKind.LONG_TEXT if field.name in LONG else FieldKind.TEXT)


def _questions(call: Call) -> list[dict[str, Any]]:
    rules = rule_set(call.measure)
    return [_question(one) for one in questions(rules) if one.field not in FROM_FILE]


def _question(question: Question) -> dict[str, Any]:
    kinds = {"bool": FieldKind.CHOICE, "date": FieldKind.DATE, "money": FieldKind.MONEY, "number": FieldKind.NUMBER}
    kind = kinds.get(question.kind, FieldKind.TEXT)
    options: list[list[str]] = []
    if question.kind == "bool":
        options = [both(lambda: _("Yes")), both(lambda: _("No"))]
    elif question.kind == "choice" and 0 < len(question.options) <= 12:
        kind = FieldKind.CHOICE
        pairs = zip(*(labels_in(question, language) for language in ("zh-hans", "en")), strict=True)
        options = [list(pair) for pair in pairs]
    return _line(both(lambda: question.label), kind, options=options)


def labels_in(question: Question, language: str) -> list[str]:
    with translation.override(language):
        return [label for _code, label in question.choices]


def _own(call: Call) -> list[dict[str, Any]]:
    definition = definition_of(form_in_use(call))
    names = {field.code: field for field in definition.fields()}
    return [
        {
            "title": [section.title_zh, section.title_en],
            "intro": [section.intro_zh, section.intro_en],
            "condition": both(lambda one=section: condition_text(one.show_if, names)),
            "fields": [_own_field(field, names) for field in section.fields],
        }
        for section in definition.sections
    ]


def _own_field(field: FieldDef, names: dict[str, FieldDef]) -> dict[str, Any]:
    return _line(
        [field.label_zh, field.label_en],
        field.kind,
        help=[field.help_zh, field.help_en],
        options=[[option.label_zh, option.label_en] for option in field.options],
        columns=[[column.label_zh, column.label_en] for column in field.columns],
        condition=both(lambda: condition_text(field.show_if, names)),
        required=field.required,
    )
