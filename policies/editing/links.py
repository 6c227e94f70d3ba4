"""The nightly look at the links in our texts: found, checked a bounded number at a time, shown until mended."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from policies.editing.visits import Visit, visit
from policies.models import Clause, FtzDifference, Indicator, LinkCheck, Measure, NegativeListEntry, Policy
from portal.core import clock

# An address ends at a space, a bracket, or a mark that is not part of it, Chinese ones included.
LINK = re.compile(r"https?://[^\s<>\"'“”‘’「」（）()\[\]【】〔〕，。；：、！？|\\^`{}]+", re.IGNORECASE)
TRAILING = ".,;:!?"
LONGEST = 500
USES_KEPT = 20
# The task runs several times a night; each address is asked once.
ONCE_A_NIGHT = timedelta(hours=20)
# A run is over before the broker takes its worker for dead and hands the work to another one.
SECONDS = 150.0
# Which texts may name an address: kind of use, table, key of the page where it is mended, columns.
PLACES = (
    ("policy", Policy, "pk", ("summary_zh", "summary_en", "reading_zh", "reading_en")),
    ("policy", Clause, "policy_id", ("text_zh", "text_en")),
    ("measure", Measure, "pk", ("anchor",)),
    ("indicator", Indicator, "pk", ("source", "note")),
    ("negativelistentry", NegativeListEntry, "pk", ("source",)),
    ("ftzdifference", FtzDifference, "pk", ("text_zh", "text_en")),
)
Uses = dict[str, list[list[object]]]


def found_in(text: str) -> list[str]:
    return [link.rstrip(TRAILING) for link in LINK.findall(text or "")]


def collect() -> int:
    """Bring the table in line with the texts; how many addresses they name. Addresses that no text names go."""
    uses: Uses = {}
    for kind, key, url in _links():
        places = uses.setdefault(url, [])
        if [kind, key] not in places and len(places) < USES_KEPT:
            places.append([kind, key])
    with transaction.atomic():
        known = {row.url: row for row in LinkCheck.objects.all()}
        LinkCheck.objects.filter(url__in=known.keys() - uses.keys()).delete()
        LinkCheck.objects.bulk_create(LinkCheck(url=url, uses=uses[url]) for url in uses.keys() - known.keys())
        for url in uses.keys() & known.keys():
            if known[url].uses != uses[url]:
                LinkCheck.objects.filter(pk=known[url].pk).update(uses=uses[url])
    return len(uses)


def _links() -> Iterator[tuple[str, int, str]]:
    for kind, model, key, columns in PLACES:
        for row_key, *texts in model._default_manager.values_list(key, *columns).iterator(chunk_size=500):
            for url in (link for text in texts for link in found_in(text)):
                if len(url) <= LONGEST:
                    yield kind, row_key, url


def check(limit: int = 200) -> int:
    """Visit those that were not visited for the longest time; how many. No transaction is open meanwhile, and
    whatever is left when the time is up waits for the next run."""
    if connection.in_atomic_block:
        raise RuntimeError("Links are visited outside of transactions: a slow server must not hold our locks.")
    before = clock.now() - ONCE_A_NIGHT
    waiting = LinkCheck.objects.filter(Q(checked_at=None) | Q(checked_at__lt=before))
    rows = list(waiting.order_by(F("checked_at").asc(nulls_first=True), "pk").values_list("pk", "url")[:limit])
    end, visited = time.monotonic() + SECONDS, 0
    for pk, url in rows:
        if time.monotonic() > end:
            break
        _note(pk, visit(url))
        visited += 1
    return visited


def _note(pk: int, found: Visit) -> None:
    LinkCheck.objects.filter(pk=pk).update(
        checked_at=clock.now(),
        status=found.status,
        error=found.error,
        failures=F("failures") + 1 if found.error else 0,
    )
