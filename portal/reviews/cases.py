"""What the clock says of a case, whatever its kind: read in few queries for many cases."""

import logging
from collections import defaultdict
from typing import Any

from portal.reviews.flow import flows

log = logging.getLogger(__name__)


def with_words(wanted: dict[int, str]) -> dict[int, dict[str, Any]]:
    """By the primary keys of cases with their flows: number, reader, title and page, the last two as functions, because
    they are read in each reader's language."""
    by_flow: dict[str, list[int]] = defaultdict(list)
    for pk, name in wanted.items():
        by_flow[name].append(pk)
    found: dict[int, dict[str, Any]] = {}
    for name, pks in by_flow.items():
        flow = flows.get(name)
        if flow is None:
            # A case of a service that is not installed any more: it is nobody's news.
            log.error("no flow is called %s", name)
            continue
        cases = flow.model().objects.select_related(*flow.related).in_bulk(pks)
        for pk, case in cases.items():
            try:
                found[pk] = _words(flow, case)
            except Exception:
                # A case that can’t say whom it concerns must not silence the others.
                log.exception("nothing can be said of case %s", case.number)
    return found


def _words(flow: Any, case: Any) -> dict[str, Any]:
    return {
        "number": case.number,
        "reader": flow.reader_of(case),
        "title": lambda: flow.title_of(case),
        "page": lambda official: flow.page_of(case, official),
    }
