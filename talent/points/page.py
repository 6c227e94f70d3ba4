"""The result of the calculator in words: points by factor, the class, what would lift it, the other routes."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talent.models import PermitRoute, PointsTable
from talent.points.answers import Answers
from talent.points.engine import BELOW, Scored, asked_as, cheapest, lifts, score, together
from talent.points.words import answer_in_words, class_in_words, factor_name, lift_in_words

# The routes that the points themselves are.
BY_POINTS = ("A6", "B5")


def result(table: PointsTable, answers: Answers) -> dict[str, Any]:
    """The context of the result on the page."""
    scored = score(as_data(table), answers)
    return {
        "scored": scored,
        "headline": _("%(total)s points: %(permit_class)s")
        % {"total": scored.total, "permit_class": class_in_words(scored.permit_class)},
        "text": _text(scored),
        "tone": "sand" if scored.permit_class == BELOW else "pine",
        "rows": _rows(table, answers, scored),
        "ways_up": _ways_up(table, answers, scored),
        "routes": _routes(answers, scored),
    }


def as_data(table: PointsTable) -> dict[str, Any]:
    return {"thresholds": table.thresholds, "factors": table.factors}


def _text(scored: Scored) -> str:
    parts = [
        _("Class %(code)s begins at %(least)s points; %(missing)s are missing.")
        % {"code": code, "least": scored.thresholds[code], "missing": missing}
        for code, missing in sorted(scored.missing.items(), key=lambda row: row[1])
    ]
    return " ".join(parts) or _("This is the highest class.")


def _rows(table: PointsTable, answers: Answers, scored: Scored) -> list[dict[str, Any]]:
    given, language = answers.as_dict(), get_language() or "zh"
    return [
        {
            "name": factor_name(table, factor["code"], language),
            "term": factor["zh"],
            "answer": answer_in_words(factor["code"], given[asked_as(factor)]),
            "points": scored.parts[factor["code"]],
            "most": factor["max"],
        }
        for factor in table.factors
    ]


def _ways_up(table: PointsTable, answers: Answers, scored: Scored) -> list[dict[str, Any]]:
    """For each class above: single changes that are enough, else the few that are enough together."""
    found = lifts(as_data(table), answers)
    ways = []
    for code, missing in sorted(scored.missing.items(), key=lambda row: row[1]):
        alone = cheapest(found, missing)
        jointly = [] if alone else together(found, missing)
        ways.append(
            {
                "title": _("What would lift it to class %(code)s") % {"code": code},
                "alone": [{"what": lift_in_words(lift), "gain": lift.gain} for lift in alone],
                "together": [{"what": lift_in_words(lift), "gain": lift.gain} for lift in jointly],
            }
        )
    return ways


def _routes(answers: Answers, scored: Scored) -> list[dict[str, Any]]:
    """The other ways into classes A and B. Of one the answers tell that it is open."""
    degree = answers.education in ("bachelor", "master", "doctor") and answers.years >= 2
    rows = PermitRoute.objects.filter(permit_class__code__in=("A", "B")).exclude(code__in=BY_POINTS)
    return [{"route": row, "open": degree and row.code == "B1"} for row in rows]
