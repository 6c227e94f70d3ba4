"""What the lists of the money share: pages by key, newest first, one line a row."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from portal.core.keys import read_key

PAGE = 50


def listing(
    request: HttpRequest, rows: QuerySet[Any], titles: tuple[Any, ...], row: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """The context of templates/admin/enterprises/money/list.html. One query, whatever stands behind the page."""
    after = read_key(request.GET.get("after", ""))
    rows = rows.order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    page = found[:PAGE]
    more = len(found) > PAGE
    return {
        "title": capfirst(rows.model._meta.verbose_name_plural),
        "first_title": titles[0],
        "columns": [{"title": title} if isinstance(title, str) else title for title in titles[1:]],
        "rows": [row(one) for one in page],
        "next_url": f"?after={page[-1].pk}" if more else "",
    }


def figure(title: Any) -> dict[str, Any]:
    """A column of figures."""
    return {"title": str(title), "numeric": True}
