"""The care of contents: what is stale, empty, about to lapse or leads nowhere, each with the way to mend it.

What counts follows the check of government websites (国办秘函〔2019〕19号): empty columns and columns that have stood
still are grounds for a veto.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from policies.enums import PolicyKind, PolicyState
from policies.models import FocusArea, LinkCheck, Policy
from portal.core import clock
from portal.core.dates import day_text

SHOWN = 10
# 国办秘函〔2019〕19号: notice and policy columns must not stand still for six months.
STILL_DAYS = 183
LAPSING_DAYS = 60


@dataclass(frozen=True)
class Care:
    """One section of the page: `count` of all, `rows` of the first."""

    title: str
    about: str
    rows: list[dict[str, str]] = field(default_factory=list)
    count: int = 0


def care() -> dict[str, Any]:
    """As many queries for a thousand documents as for one."""
    sections = [_stale(), *_empty_documents(), _empty_areas(), _standing_still(), _lapsing(), _dead_links()]
    return {"title": _("Content care"), "sections": [one for one in sections if one.count], "shown": SHOWN}


def _documents() -> QuerySet[Policy]:
    """What the public reads as valid."""
    return Policy.objects.published().in_state(PolicyState.IN_FORCE, clock.today()).order_by("code")


def _section(title: str, about: str, found: QuerySet[Policy]) -> Care:
    """Its rows and how many there are, in two queries."""
    rows = [_document(policy, policy.document_number or policy.code) for policy in found[:SHOWN]]
    return Care(title, about, rows, found.count())


def _document(policy: Policy, note: str) -> dict[str, str]:
    url = reverse("admin:policies_policy_change", args=[policy.pk])
    return {"text": policy.title, "note": note, "url": url}


def _stale() -> Care:
    found = Policy.objects.exclude(stale=[]) | Policy.objects.filter(clauses__stale=True)
    about = _("The Chinese was changed after the English was written.")
    return _section(_("English older than its Chinese"), about, found.distinct().order_by("code"))


def _empty_documents() -> Iterable[Care]:
    documents = _documents()
    yield _section(
        _("Documents without text"), _("Readers find the facts, but no clause."), documents.filter(clauses=None)
    )
    yield _section(
        _("Documents without English"),
        _("The title, or a clause, stands in Chinese alone."),
        documents.filter(Q(title_en="") | Q(clauses__text_en="")).distinct(),
    )
    yield _section(
        _("Documents without a contact"),
        _("Neither the document nor any of its areas says whom to ask."),
        documents.filter(contacts=None).exclude(areas__contacts__isnull=False),
    )
    yield _section(
        _("Documents without a plain reading"), _("Nobody has said yet in plain words what it means."),
        documents.filter(reading_zh=""),
    )  # fmt: skip


def _empty_areas() -> Care:
    """A focus area with nothing in one of its columns."""
    areas = FocusArea.objects.annotate(
        n_policies=Count("policies", filter=Q(policies__published=True), distinct=True),
        n_measures=Count("measures", filter=Q(measures__policy__published=True), distinct=True),
        n_contacts=Count("contacts", distinct=True),
        n_tasks=Count("tasks", distinct=True),
    )
    rows = []
    for area in areas.order_by("number"):
        columns = (
            (_("no document"), area.n_policies),
            (_("no measure"), area.n_measures),
            (_("no task"), area.n_tasks),
            (_("no contact"), area.n_contacts),
        )
        missing = [name for name, count in columns if not count]
        if missing:
            url = reverse("admin:policies_focusarea_change", args=[area.pk])
            rows.append({"text": area.title, "note": _(", ").join(missing), "url": url})
    return Care(
        _("Focus areas with an empty column"), _("Five empty columns fail the check of the site."), rows, len(rows)
    )


def _standing_still() -> Care:
    """Kinds of document of which nothing was published or changed for half a year."""
    newest = Policy.objects.published().values("kind").annotate(
        published=Max("published_at"), changed=Max("changes__at")
    )  # fmt: skip
    limit = clock.now() - timedelta(days=STILL_DAYS)
    rows = []
    for found in newest.order_by("kind"):
        last = max(moment for moment in (found["published"], found["changed"]) if moment)
        if last < limit:
            note = _("since %(day)s") % {"day": day_text(last.astimezone(clock.now().tzinfo).date())}
            url = f"{reverse('admin:policies_policy_changelist')}?kind__exact={found['kind']}"
            rows.append({"text": str(PolicyKind(found["kind"]).label), "note": note, "url": url})
    about = _("Nothing new for six months: the check of the site counts such columns.")
    return Care(_("Columns that stand still"), about, rows, len(rows))


def _lapsing() -> Care:
    today = clock.today()
    found = _documents().filter(expires_on__gte=today, expires_on__lte=today + timedelta(days=LAPSING_DAYS))
    rows = [_document(policy, day_text(policy.expires_on)) for policy in found.order_by("expires_on", "code")[:SHOWN]]
    about = _("Their last day comes within %(days)s days: renew them, or say what replaces them.") % {
        "days": LAPSING_DAYS
    }
    return Care(_("Documents that lapse soon"), about, rows, found.count())


def _dead_links() -> Care:
    found = LinkCheck.objects.exclude(error="").order_by("-failures", "pk")
    rows = [_link(link) for link in found[:SHOWN]]
    about = _("Checked every night. One bad night may be the other side’s; several in a row are not.")
    return Care(_("Links that do not answer"), about, rows, found.count())


def _link(link: LinkCheck) -> dict[str, str]:
    kind, key = link.uses[0] if link.uses else ("policy", None)
    url = reverse(f"admin:policies_{kind}_change", args=[key]) if key else ""
    nights = _("nights in a row: %(count)s") % {"count": link.failures}
    trouble = f"{link.get_error_display()} {f'({link.status}) ' if link.status else ''}"
    return {"text": link.url, "note": f"{trouble}· {nights}", "url": url}
