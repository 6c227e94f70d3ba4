"""The planner for machines: the page's questions and answers, open, nothing kept."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.exceptions import PortalError
from portal.core.open_api import Open
from talent.planning.choices import Goal, Permit, Way
from talent.planning.days import Day
from talent.plans.caution_words import caution_text
from talent.plans.form import PlanForm, problems_of
from talent.plans.page import PlanPage, plan_page
from talent.plans.records import read_records
from talent.views.planner import plan_form

YES_NO = ["yes", "no"]


class PlanRequest(serializers.Serializer):
    """`yes` and `no` as on the page; true and false are taken as well."""

    way = serializers.ChoiceField([one.value for one in Way], help_text="How the person comes, or is here already.")
    goal = serializers.ChoiceField([one.value for one in Goal], help_text="Which day is given.")
    date = serializers.DateField(help_text="The day of arrival or of the start of work.")
    permit = serializers.ChoiceField([one.value for one in Permit], required=False, help_text="unknown if left out.")
    family = serializers.ChoiceField(YES_NO, required=False, help_text="no if left out.")
    long = serializers.ChoiceField(YES_NO, required=False, help_text="A stay of a year or more; yes if left out.")
    registered = serializers.ChoiceField(YES_NO, required=False, help_text="The employer is registered; else no.")
    criminal = serializers.DateField(required=False, help_text="No-criminal-record certificate: issued on.")
    health = serializers.DateField(required=False, help_text="Health certificate: issued on.")
    photo = serializers.DateField(required=False, help_text="Photograph: taken on.")
    passport = serializers.DateField(required=False, help_text="Passport: expires on.")
    contract_end = serializers.DateField(required=False, help_text="Change of employer: the old contract's last day.")
    stay_until = serializers.DateField(required=False, help_text="In China already: last day of the present stay.")


class PlanDay(serializers.Serializer):
    date = serializers.DateField()
    provisional = serializers.BooleanField(help_text="The holidays of a year that decides it are not announced.")


class PlanStep(serializers.Serializer):
    code, title, term, who = (serializers.CharField() for _place in range(4))
    earliest = PlanDay()
    latest = PlanDay(allow_null=True)
    limit = PlanDay(allow_null=True, help_text="The last day by the rule.")
    rule = serializers.CharField()
    late = serializers.BooleanField(help_text="Its latest day is over.")


class PlanPaper(serializers.Serializer):
    code, name = serializers.CharField(), serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    counts_until = serializers.DateField(allow_null=True)
    must_be = serializers.DateField(allow_null=True, help_text="Issued on or after; passport: valid until.")
    state = serializers.ChoiceField(["", "good", "lapses", "lapsed"])


class PlanCaution(serializers.Serializer):
    code, text = serializers.CharField(), serializers.CharField()
    grave = serializers.BooleanField(help_text="The plan does not work out as asked.")


class PlanNumber(serializers.Serializer):
    code, name, value = (serializers.CharField() for _place in range(3))
    sources = serializers.ListField(child=serializers.CharField(), help_text="Letters: S, L, GK, A, R, D.")
    checked_on = serializers.DateField(allow_null=True)


class PlanAnswer(serializers.Serializer):
    works_out = serializers.BooleanField()
    headline = serializers.CharField()
    first_possible = PlanDay(allow_null=True)
    steps = PlanStep(many=True)
    papers = PlanPaper(many=True)
    cautions = PlanCaution(many=True)
    numbers = PlanNumber(many=True)


class PlanError(PortalError):
    """`details`: a sentence for each answer that can't be used."""

    status = 400

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Some answers can’t be used."))
        self.details = {"answers": problems}


class PlanView(Open, APIView):
    """When must what be done, from a day of arrival or of a start of work: advice, not a decision."""

    @extend_schema(parameters=[PlanRequest], responses=PlanAnswer)
    def get(self, request: Request) -> Response:
        """Earliest and latest day of each step, papers that lapse, what is in the way, and every number's source."""
        return Response(answer(request.query_params.dict()))

    @extend_schema(request=PlanRequest, responses=PlanAnswer)
    def post(self, request: Request) -> Response:
        """The same, with the answers in the body."""
        if not isinstance(request.data, dict):
            return Response({"detail": 'Send a JSON object such as {"way": "z", "goal": "arrive", …}.'}, status=400)
        return Response(answer(request.data))


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """Raises PlanError and NotSupplied; who asks for nothing learns what to ask, whatever is on record."""
    if not given.keys() & PlanForm.base_fields.keys():
        needed = {name: field for name, field in PlanForm.base_fields.items() if field.required and not field.initial}
        raise PlanError({name: str(field.error_messages["required"]) for name, field in needed.items()})
    unknown = {str(name)[:60]: _("There is no such answer.") for name in given if name not in PlanForm.base_fields}
    unknown.pop("format", None)
    records = read_records()
    form = plan_form(_as_typed(given), records)
    if not form.is_valid() or unknown:
        raise PlanError(problems_of(form) | unknown)
    return _written(plan_page(form.question, records))


def _as_typed(given: dict[str, Any]) -> dict[str, str]:
    """What the page would send: left-out answers as they are preset there, truth values in words."""
    typed = {name: str(field.initial) for name, field in PlanForm.base_fields.items() if field.initial}
    for name, value in given.items():
        typed[name] = ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else str(value)
    return typed


def _written(page: PlanPage) -> dict[str, Any]:
    plan = page.plan
    return {
        "works_out": plan.works_out,
        "headline": page.headline,
        "first_possible": _day(plan.first_possible),
        "steps": [
            {name: row[name] for name in ("code", "title", "term", "who", "rule")}
            | {"late": row["is_late"]}
            | {name: _day(getattr(row["planned"], name)) for name in ("earliest", "latest", "limit")}
            for row in page.rows
        ],
        "papers": [
            {
                "code": row["code"], "name": row["name"], "steps": list(row["planned"].steps), "state": row["state"],
                "counts_until": row["planned"].counts_until, "must_be": row["planned"].issued_from,
            }
            for row in page.papers
        ],
        "cautions": [{"code": one.code, "text": caution_text(one), "grave": one.grave} for one in plan.cautions],
        "numbers": [
            {
                "code": one.constant.code, "name": one.name, "value": one.value,
                "sources": [kind.value for kind in one.row.kinds], "checked_on": one.row.checked_on,
            }
            for one in page.numbers
        ],
    }  # fmt: skip


def _day(day: Day | None) -> dict[str, Any] | None:
    return None if day is None else {"date": day.on, "provisional": day.provisional}
