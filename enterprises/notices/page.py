"""What the public pages show of notices, from what was published and not from what the records say today."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from enterprises.enums import LineResult, State
from enterprises.models import Notice
from portal.calendars.workdays import workdays_between
from portal.core import clock
from portal.core.dates import day_text, number_of
from portal.core.money import format_cny, yuan

PAGE = 50
# All that run stand on the first page: a city has a few dozen at most.
MOST_RUNNING = 200
TONES = {LineResult.SUPPORTED: "pine", LineResult.UPHELD: "tile", LineResult.REPLACED: "plain"}


def notice_list(before: str = "") -> dict[str, Any]:
    """The running ones, then a page of those that ended; `before` is the key after which the next page begins."""
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    ended = Notice.objects.ended() if place is None else Notice.objects.ended().filter(pk__lt=place)
    found = list(ended[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    running = list(Notice.objects.running()[:MOST_RUNNING]) if place is None else []
    return {
        "running": notice_rows(running),
        "ended": notice_rows(found),
        "first": place is None,
        "next_url": f"?before={found[-1].pk}" if more else "",
        "demo": any(one.is_demo for one in [*running, *found]),
        "section": "notices",
    }


def notice_rows(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """As the table of notices reads them; no query for each."""
    return [
        {
            "number": notice.number,
            "title": text(notice.content["title"]),
            "url": reverse("enterprises:notice", args=[notice.number]),
            "issuer": text(notice.content["authority"]),
            "period": period_of(notice),
            "until": notice.last_day,
            "count": len(notice.content["lines"]),
        }
        for notice in notices
    ]


def text(pair: dict[str, str]) -> str:
    """The half in the reader's language; the other one stands in for an empty one."""
    first, second = ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")
    return pair.get(first) or pair.get(second) or ""


def period_of(notice: Notice) -> str:
    return _("%(first)s to %(last)s, %(length)s") % {
        "first": day_text(notice.first_day),
        "last": day_text(notice.last_day),
        "length": number_of(notice.workdays, "workday"),
    }


def notice_page(notice: Notice) -> dict[str, Any]:
    """Three queries, however many entries."""
    lines = notice.lines.annotate(state=F("application__state")).prefetch_related("objections")
    results = {line.position: line for line in lines}
    later = getattr(notice, "replaced_by", None)
    content = notice.content
    left = workdays_between(clock.today(), notice.last_day)
    running = notice.is_running() and later is None
    return {
        "notice": notice,
        "title": text(content["title"]),
        "authority": text(content["authority"]),
        "contact": text(content["contact"]),
        "period": period_of(notice),
        "running": running,
        "left": ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left} if left else "",
        "rows": [_row(line, results.get(line["position"]), running) for line in content["lines"]],
        "total": format_cny(yuan(sum(line["amount_fen"] for line in content["lines"]))),
        "later": later,
        "why": text({"zh": notice.why_zh, "en": notice.why_en}),
        "demo": notice.is_demo,
        "section": "notices",
    }


def _row(line: dict[str, Any], found: Any, running: bool) -> dict[str, Any]:
    result = LineResult(found.result) if found is not None and found.result else None
    closed = [one for one in found.objections.all() if one.closed_at] if found is not None else []
    # Once each objection is closed, the entry stands on notice like the others until the last day. An objection to the
    # notice that this one replaced is not among its own.
    answered = bool(closed) and len(closed) == len(found.objections.all())
    if found is not None and not result and found.state == State.OBJECTION and not answered:
        label, tone = _("An objection is being handled"), "sand"
    elif result:
        label, tone = result.label, TONES.get(result, "plain")
    else:
        label, tone = (_("On notice"), "sea") if running else (_("Being settled"), "plain")
    return line | {
        "place": text(line["district_name"]),
        "amount": format_cny(yuan(line["amount_fen"])),
        "result": label,
        "tone": tone,
        "objections": [{"outcome": one.state_label, "said": one.published} for one in closed],
    }
