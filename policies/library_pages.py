"""Measures and documents in one list, and the facts that stand at the top of a document."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from policies.enums import PolicyState
from policies.filters import LibraryFilters
from policies.models import Measure, Policy
from policies.querysets import PolicyQuerySet
from policies.windows import MeasureRow, rows_for
from portal.core import clock

STATE_TONES = {PolicyState.IN_FORCE: "pine", PolicyState.LAPSED: "plain", PolicyState.REPEALED: "plain"}


@dataclass(frozen=True)
class Entry:
    """One line of the library."""

    title: str
    url: str
    over: str
    chip: str
    tone: str
    aside: str
    is_demo: bool
    is_measure: bool


class Library(Sequence[Entry]):
    """Measures in the order of their windows, then documents; only the slice that is shown is fetched."""

    def __init__(self, rows: list[MeasureRow], policies: PolicyQuerySet) -> None:
        self.rows, self.policies = rows, policies
        self._documents = policies.count()

    @classmethod
    def found(cls, filters: LibraryFilters) -> "Library":
        return cls(_measures(filters), _policies(filters))

    def __len__(self) -> int:
        return len(self.rows) + self._documents

    def __getitem__(self, part: Any) -> Any:
        start, stop = part.start or 0, len(self) if part.stop is None else part.stop
        shown = [measure_entry(row) for row in self.rows[start:stop]]
        first, last = max(0, start - len(self.rows)), max(0, stop - len(self.rows))
        return shown + [policy_entry(policy) for policy in self.policies.for_lists()[first:last]]


def _measures(filters: LibraryFilters) -> list[MeasureRow]:
    if not filters.wants_measures:
        return []
    found = Measure.objects.published().for_lists()
    if filters.area:
        found = found.filter(area__code=filters.area)
    if filters.level:
        found = found.filter(policy__level=filters.level)
    if filters.words:
        found = found.mentioning(filters.words)
    rows = rows_for(found)
    wanted = {"open": ("open", "closing")}.get(filters.state, (filters.state,))
    return [row for row in rows if row.window and row.window.state in wanted] if filters.state else rows


def _policies(filters: LibraryFilters) -> PolicyQuerySet:
    if not filters.wants_policies:
        return Policy.objects.none()
    found = Policy.objects.published()
    if filters.area:
        found = found.filter(areas__code=filters.area)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.words:
        found = found.mentioning(filters.words)
    return found.in_state(filters.state, clock.today()) if filters.state else found


def measure_entry(row: MeasureRow) -> Entry:
    measure = row.measure
    return Entry(
        title=measure.title,
        url=measure.get_absolute_url(),
        over=f"{measure.area.short} · {measure.get_mode_display()}",
        chip=row.chip,
        tone=row.tone,
        aside=row.aside,
        is_demo=measure.is_demo,
        is_measure=True,
    )


def policy_entry(policy: Policy) -> Entry:
    state = policy.state_on()
    return Entry(
        title=policy.title,
        url=policy.get_absolute_url(),
        over=" · ".join([policy.get_level_display(), policy.get_kind_display(), *_areas_of(policy)]),
        chip=str(state.label),
        tone=STATE_TONES.get(state, "sand"),
        aside=policy.document_number or "",
        is_demo=policy.is_demo,
        is_measure=False,
    )


def _areas_of(policy: Policy) -> list[str]:
    return [area.short for area in policy.areas.all()]


def breadcrumb(here: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the library to this page."""
    path = [(_("Policies"), reverse("policies:library")), *between]
    return [{"title": str(title), "url": url} for title, url in path] + [{"title": here}]


def policy_facts(policy: Policy) -> list[dict[str, Any]]:
    """Number, issuer, dates and validity, for `components/key_facts.html`. What is missing says who supplies it."""
    state = policy.state_on()
    facts = [
        _fact(_("Document number"), policy.document_number),
        _fact(_("Issuer"), policy.issuer),
        _fact(_("Issued on"), _day(policy.issued_on)),
        _fact(_("In force from"), _day(policy.effective_on)),
        _fact(_("In force until"), _day(policy.expires_on)),
        {"label": _("Validity"), "value": "", "chip": state.label, "tone": STATE_TONES.get(state, "sand")},
    ]
    if policy.reported_on:
        facts.append(_fact(_("Reported on"), _day(policy.reported_on)))
    if policy.supersedes:
        facts.append(_document(_("Replaces"), policy.supersedes))
    facts += [_document(_("Replaced by"), one) for one in policy.superseded_by.all()]
    facts += [_document(_("Rests on"), one) for one in policy.based_on.all()]
    return facts


def _fact(label: str, value: str | None) -> dict[str, Any]:
    return {"label": label, "value": value or _("to be supplied by the bureau")}


def _document(label: str, policy: Policy) -> dict[str, Any]:
    return {"label": label, "value": policy.title, "url": policy.get_absolute_url()}


def _day(day: dt.date | None) -> str:
    return formats.date_format(day) if day else ""
