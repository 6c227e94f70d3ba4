"""What the page of a document says: its validity, its facts, its clauses in one language or in both."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.document_texts import ClauseLine, Half, clause_lines, half
from policies.enums import Audience, PolicyLevel, PolicyState
from policies.models import Policy, Revision
from policies.rules.texts import listing
from portal.core import clock

TONES = {PolicyState.IN_FORCE: "pine", PolicyState.AMENDED: "sand"}
EVERYWHERE = {
    PolicyLevel.NATIONAL: gettext_lazy("The whole country"),
    PolicyLevel.PROVINCIAL: gettext_lazy("The whole province"),
}
MOST_RELATED = 6
NEWEST_VERSIONS = 3


@dataclass(frozen=True)
class Band:
    """What a reader must know before the first word of a document. Parameters of `components/status_block.html`."""

    tone: str
    headline: str
    text: str
    link: str = ""
    url: str = ""


@dataclass(frozen=True)
class Related:
    """Another document, in one line."""

    title: Half
    url: str
    over: str
    chip: str
    tone: str


@dataclass(frozen=True)
class Neighbours:
    """The documents around one; only those that exist for the reader."""

    replaces: Policy | None
    successors: list[Policy]
    rests_on: list[Policy]
    basis_of: list[Policy]

    @property
    def named(self) -> set[int]:
        return {one.pk for one in (*self.successors, *self.rests_on, self.replaces) if one}


def find(user: Any, slug: str) -> Policy:
    """The document with what its page shows; 404 where it does not exist for this reader."""
    visible = Policy.objects.visible_to(user)
    around = [Prefetch(name, queryset=visible.order_by("code")) for name in ("based_on", "basis_of", "superseded_by")]
    plain = ("areas", "safeguards", "categories", "districts", "contacts", "clauses")
    found = visible.select_related("plan").prefetch_related(*plain, *around)
    return get_object_or_404(found, slug=slug)


def neighbours(policy: Policy, user: Any) -> Neighbours:
    replaced = policy.supersedes_id and Policy.objects.visible_to(user).filter(pk=policy.supersedes_id).first()
    return Neighbours(
        replaces=replaced or None,
        successors=list(policy.superseded_by.all()),
        rests_on=list(policy.based_on.all()),
        basis_of=list(policy.basis_of.all()),
    )


def document_page(policy: Policy, user: Any, both: bool = False) -> dict[str, Any]:
    around = neighbours(policy, user)
    clauses = clause_lines(policy, both)
    return {
        "policy": policy,
        "both": both,
        "title": half(policy, "title"),
        "summary": half(policy, "summary"),
        "reading": half(policy, "reading"),
        "band": band(policy, around.successors),
        "facts": facts(policy, around),
        "clauses": clauses,
        "headings": headings(clauses),
        "related": related(policy, around, user),
        "versions": versions(policy, user)[:NEWEST_VERSIONS],
        "signed": formats.date_format(policy.issued_on) if policy.issued_on else "",
    }


# --- validity ---------------------------------------------------------------------------------------


def band(policy: Policy, successors: list[Policy]) -> Band | None:
    """None for a document in force that nothing has replaced."""
    state, newer = policy.state_on(), successors[-1] if successors else None
    since = _since(policy, state, newer)
    if state == PolicyState.IN_FORCE and newer is None:
        return _not_yet(policy)
    headlines = {
        PolicyState.IN_FORCE: (
            _("A newer document replaces this one from %(day)s"),
            _("A newer document replaces this one"),
        ),
        PolicyState.LAPSED: (_("No longer in force since %(day)s"), _("No longer in force")),
        PolicyState.REPEALED: (_("Repealed on %(day)s"), _("Repealed")),
        PolicyState.AMENDED: (_("Amended on %(day)s"), _("Amended")),
    }
    dated, plain = headlines[state]
    return Band(
        tone="sand" if state in TONES else "tile",
        headline=dated % {"day": formats.date_format(since)} if since else plain,
        text=_text(state, newer),
        link=newer.title if newer else "",
        url=newer.get_absolute_url() if newer else "",
    )


def _since(policy: Policy, state: PolicyState, newer: Policy | None) -> dt.date | None:
    """The first day on which it no longer holds as it stands, as far as dates say so."""
    replaced = (newer.effective_on or newer.issued_on) if newer else None
    over = policy.expires_on + dt.timedelta(days=1) if policy.expires_on else None
    return over if state == PolicyState.LAPSED and over and over <= clock.today() else replaced


def _text(state: PolicyState, newer: Policy | None) -> str:
    kept = _("It stays readable here as it was.")
    if newer is None:
        return f"{kept} {_('Nothing has replaced it here.')}"
    return _("It holds as amended by:") if state == PolicyState.AMENDED else f"{kept} {_('Replaced by:')}"


def _not_yet(policy: Policy) -> Band | None:
    if policy.effective_on is None or policy.effective_on <= clock.today():
        return None
    headline = _("In force from %(day)s") % {"day": formats.date_format(policy.effective_on)}
    return Band("sea", headline, _("Published already; until then it does not apply."))


# --- facts ------------------------------------------------------------------------------------------


def facts(policy: Policy, around: Neighbours) -> list[dict[str, Any]]:
    """Number, issuer, dates, validity and scope. What nobody has supplied says so; what does not apply is left out."""
    state = policy.state_on()
    found = [
        _fact(_("Document number"), policy.document_number),
        _fact(_("Issuer"), policy.issuer),
        _fact(_("Issued on"), _day(policy.issued_on)),
        _fact(_("In force from"), _day(policy.effective_on)),
        _fact(_("In force until"), _day(policy.expires_on)),
        {"label": _("Validity"), "chip": state.label, "tone": TONES.get(state, "plain")},
    ]
    if policy.reported_on:
        found.append(_fact(_("Reported on"), _day(policy.reported_on)))
    found += [_links(_("Replaces"), [around.replaces] if around.replaces else [])]
    found += [_links(_("Replaced by"), around.successors), _links(_("Rests on"), around.rests_on)]
    found += [_links(_("Focus areas"), policy.areas.all(), "short")]
    found += [_listed(_("Safeguards"), [one.title for one in policy.safeguards.all()])]
    found += [_listed(_("Trade categories"), [one.title for one in policy.categories.all()])]
    found += [_listed(_("For whom"), [str(label) for code, label in Audience.choices if code in policy.audiences])]
    found += [_fact(_("Applies in"), _where(policy))]
    return [fact for fact in found if fact]


def _fact(label: str, value: str | None) -> dict[str, Any]:
    return {"label": label, "value": value, "missing": not value}


def _listed(label: str, values: list[str]) -> dict[str, Any]:
    return {"label": label, "value": str(listing(values))} if values else {}


def _links(label: str, rows: Iterable[Any], name: str = "title") -> dict[str, Any]:
    links = [{"title": getattr(one, name), "url": one.get_absolute_url()} for one in rows]
    return {"label": label, "links": links} if links else {}


def _where(policy: Policy) -> str:
    districts = [one.name for one in policy.districts.all()]
    if districts:
        return str(listing(districts))
    return "" if policy.level == PolicyLevel.DISTRICT else str(EVERYWHERE.get(policy.level, _("The whole city")))


def _day(day: dt.date | None) -> str:
    return formats.date_format(day) if day else ""


# --- around it --------------------------------------------------------------------------------------


def headings(clauses: list[ClauseLine]) -> list[ClauseLine]:
    """The chapters, where there are enough of them to need a list."""
    found = [line for line in clauses if line.is_heading]
    return found if len(found) > 2 else []


def related(policy: Policy, around: Neighbours, user: Any) -> list[Related]:
    """What rests on it, then the newest of its areas that hold and are not named at the top already."""
    areas = [area.pk for area in policy.areas.all()]
    shown = [one for one in around.basis_of if one.pk not in around.named][:MOST_RELATED]
    wanted = MOST_RELATED - len(shown)
    if wanted and areas:
        known = around.named | {one.pk for one in shown} | {policy.pk}
        alike = Policy.objects.visible_to(user).filter(areas__in=areas, state__in=TONES).exclude(pk__in=known)
        alike = alike.exclude(expires_on__lt=clock.today()).distinct()
        shown += alike.order_by("-published_at", "-issued_on", "code")[:wanted]
    return [_related(one) for one in shown]


def _related(policy: Policy) -> Related:
    state = policy.state_on()
    over = [policy.get_level_display(), policy.get_kind_display()]
    over += [policy.document_number] if policy.document_number else []
    return Related(
        title=half(policy, "title"),
        url=policy.get_absolute_url(),
        over=" · ".join(over),
        chip=str(state.label),
        tone=TONES.get(state, "plain"),
    )


def versions(policy: Policy, user: Any) -> Any:
    """Those that were published, newest first, without their contents."""
    published = Revision.objects.visible_to(user).published().filter(policy=policy)
    return published.defer("content").order_by("-version")
