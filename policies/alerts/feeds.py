"""Changes as Atom (RFC 4287): names that stay for ever, whole addresses, one sentence an entry."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.alerts import searches
from policies.alerts.ics import host
from policies.models import Change, FocusArea

ENTRIES = 50
# Of a search's feed: so many of the newest changes are looked through.
LOOKED_THROUGH = 1000
# A feed without entries has been so since then: "now" would make it new with each request.
NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
AUTHORITY = "2026"


class Feed(Atom1Feed):
    """Django's, with a date that does not move while nothing is new."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", "Qingdao Digital Trade Portal")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("published", rfc3339_date(item["updateddate"]))


def shown() -> QuerySet[Change]:
    """Changes that everybody may read, newest first, with what a line shows of them."""
    changes = Change.objects.filter(policy__published=True).select_related("policy", "measure__area")
    return changes.prefetch_related("policy__areas").order_by("-at", "-pk")


def of_area(area: FocusArea) -> QuerySet[Change]:
    """Of the area's measures, and of documents that belong to it."""
    documents = Q(measure=None, policy__in=area.policies.values("pk"))
    return shown().filter(Q(measure__area=area) | documents)


def of_search(saved: str) -> list[Change]:
    """The newest changes of what the search finds."""
    newest = list(shown()[: LOOKED_THROUGH if saved != searches.EVERYTHING else ENTRIES])
    subjects = (
        frozenset(change.policy_id for change in newest if not change.measure_id),
        frozenset(change.measure_id for change in newest if change.measure_id),
    )
    policies, measures = searches.matches(saved, subjects) if any(subjects) else subjects
    found = (one for one in newest if (one.measure_id in measures if one.measure_id else one.policy_id in policies))
    return [change for change, _place in zip(found, range(ENTRIES), strict=False)]


def write(*, name: str, title: str, path: str, page: str, changes: Iterable[Change]) -> bytes:
    """`name` is the feed's own for ever, `path` its address, `page` the page it belongs to."""
    feed = Feed(
        title=_("%(title)s - Qingdao Digital Trade Portal") % {"title": title},
        link=settings.SITE_URL + page,
        description="",
        language=get_language(),
        feed_url=settings.SITE_URL + path,
        feed_guid=_tag(f"feed:{name}:{get_language()}"),
        author_name=_("Qingdao Digital Trade Portal"),
    )
    for change in changes:
        feed.add_item(
            title=_(": ").join([str(change.get_kind_display()), change.subject.title]),
            link=settings.SITE_URL + change.get_absolute_url(),
            description=change.sentence,
            unique_id=_tag(f"change:{change.pk}"),
            updateddate=change.at,
            categories=[area.short for area in areas_of(change)],
        )
    return feed.writeString("utf-8").encode()


def areas_of(change: Change) -> Sequence[FocusArea]:
    return [change.measure.area] if change.measure else list(change.policy.areas.all())


def newest(changes: Iterable[Change]) -> dt.datetime:
    return max((change.at for change in changes), default=NEVER)


def page_of(saved: str) -> str:
    return searches.result_url(saved) if saved != searches.EVERYTHING else reverse("policies:changes")


def _tag(name: str) -> str:
    """A tag URI (RFC 4151) under the portal's host."""
    return f"tag:{host()},{AUTHORITY}:{name}"
