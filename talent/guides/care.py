"""What somebody must look after: facts past their interval, translations older than their Chinese, guides not whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from portal.core.dates import day_text, moment_text
from talent.models import FactEdit, Guide, GuideEdit, GuideFact
from talent.models.base import Checked
from talent.models.guide import GuidePart
from talent.models.words import told

SHOWN = 100
LANGUAGES = ("en", "ko", "ja")


@dataclass
class Section:
    title: str
    about: str
    found: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.found)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.found[:SHOWN]


def care() -> dict[str, Any]:
    """One query for each kind of fact. The context of the page."""
    due = Section(_("Facts to check again"), _("Nobody looked at them within their interval; the reader is told so."))
    never = Section(
        _("Facts that no official has checked"), _("The portal’s makers compiled them, and the reader is told so.")
    )
    old = Section(_("Translations older than their Chinese"), _("The Chinese counts. The reader is told so."))
    absent = Section(_("Texts without a translation"), _("English stands in for them on the page."))
    whole = Section(_("Guides that are not public"), _("A guide is published when no element is missing."))
    unknown = Section(
        _("What guides say is not known yet"),
        _("They name whom to ask, and the guide says so above. Supply what is known."),
    )
    for row in _facts():
        _check(row, due, never)
        _words(row, old, absent)
        if isinstance(row, GuideFact) and not row.known:
            unknown.found.append(_row(row, row.get_element_display()))
        if isinstance(row, Guide) and not row.published_at:
            whole.found.append(_row(row, ", ".join(row.missing_names)))
    due.found.sort(key=lambda row: row["on"])
    sections = [_edits(), due, old, absent, unknown, never, whole]
    counted = [one for one in sections if one.rows]
    return {"title": _("Facts and translations to check"), "sections": counted, "shown": SHOWN}


def _edits() -> Section:
    section = Section(_("Edits that wait for a second official"), _("Nothing of them is public yet."))
    for edit in GuideEdit.objects.filter(decided_at=None).select_related("guide", "author"):
        note = f"{edit.author} · {moment_text(edit.at)}"
        url = reverse("admin:talent_guide_edit", args=[edit.pk])
        section.found.append({"text": str(edit.guide), "note": note, "url": url})
    for fact in FactEdit.objects.filter(decided_at=None).select_related("author"):
        note = f"{fact.author} · {moment_text(fact.at)}"
        url = reverse("admin:talent_factedit_change", args=[fact.pk])
        section.found.append({"text": fact.name, "note": note, "url": url})
    return section


def _facts() -> Iterator[Any]:
    for model in apps.get_app_config("talent").get_models():
        if issubclass(model, Checked):
            rows = model._default_manager.all()
            yield from rows.select_related("guide") if issubclass(model, GuidePart) else rows


def _check(row: Any, due: Section, never: Section) -> None:
    if row.checked_on is None or not row.checked_by:
        never.found.append(_row(row, day_text(row.checked_on) if row.checked_on else ""))
    if row.past_check:
        note = _("due since %(day)s") % {"day": day_text(row.check_due)}
        due.found.append(_row(row, f"{note} · {row.checked_by}".rstrip(" ·")) | {"on": row.check_due})


def _words(row: Any, old: Section, absent: Section) -> None:
    for text in told(type(row)):
        chinese = text.in_language(row, "zh")
        if not chinese:
            continue
        outdated = [language for language in LANGUAGES if text.in_language(row, language).outdated]
        lacking = [language for language in LANGUAGES if not text.in_language(row, language)]
        if outdated:
            old.found.append(_row(row, f"{text.name}: {', '.join(outdated)} · {chinese}"))
        if lacking:
            absent.found.append(_row(row, f"{text.name}: {', '.join(lacking)} · {chinese}"))


def _row(row: Any, note: str) -> dict[str, Any]:
    """With the page on which it is mended: a part's is its guide's."""
    target = row.guide if isinstance(row, GuidePart) else row
    text = f"{target} · {row}" if target is not row else str(row)
    meta = target._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[target.pk])
    except NoReverseMatch:
        url = ""
    return {"text": text, "note": note, "url": url}
