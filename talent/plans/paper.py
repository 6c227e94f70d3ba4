"""The plan as a PDF, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core import clock
from portal.core.dates import moment_text
from portal.core.papers import open_pdf
from talent.checking import check_text, source_text
from talent.plans.page import PlanPage

# The faces of one font: they share their characters (Hangul too) and differ in how Chinese characters are drawn.
FACES = {"ko": "KR", "ja": "JP"}


def plan_pdf(page: PlanPage, link: str) -> bytes:
    """Raises BusyError and PdfError."""
    return open_pdf("plan", lambda: paper_data(page, link))


def paper_data(page: PlanPage, link: str) -> dict[str, Any]:
    now, language = clock.now(), (get_language() or "zh")[:2]
    return {
        "language": language,
        "face": FACES.get(language, "SC"),
        "made": f"{now:%Y-%m-%d %H:%M}",
        "made_text": moment_text(now),
        "title": _("Planner"),
        "portal": _("Qingdao Digital Trade Portal"),
        "headline": page.headline,
        "text": page.text,
        "tone": page.tone,
        "advice": _("This is advice, not a decision. The authorities decide, and their own dates count."),
        "cautions": [one["text"] for one in page.cautions],
        "labels": {
            "mind": _("Mind this"), "steps": _("The steps, in the order of their latest days"),
            "step": _("Step of the plan"), "earliest": _("Earliest day"), "latest": _("Latest day"),
            "limit": _("Limit by the rules"), "papers": _("Papers that lapse"), "paper": _("Paper"),
            "must": _("Must be"), "until": _("Yours counts until"),
            "numbers": _("The numbers behind the plan, and their sources"),
            "link": _("Link to this plan"),
        },
        "steps": [
            {name: row[name] for name in ("title", "term", "who", "earliest", "latest", "limit", "rule")}
            for row in page.rows
        ],
        "papers": [
            {"name": one["name"], "rule": one["rule"], "wanted": one["wanted"], "until": one["counts_until"]}
            for one in page.papers
        ],
        "numbers": [
            [one.value, one.name, source_text(one.row), check_text(one.row)] for one in page.numbers
        ],
        "link": link,
    }  # fmt: skip
