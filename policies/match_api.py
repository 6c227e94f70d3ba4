"""The policy check-up for machines. Nothing is kept; texts in the language of Accept-Language."""

from collections.abc import Mapping
from typing import Any

from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from policies.api_answers import ConditionAnswer
from policies.matching import Catalogue, CheckUp, Finding, Library, check_up, library
from policies.matching.answers import may_be_none
from policies.rules import ConditionResult, FactsError, Question, Verdict
from policies.rules.many import absent_codes
from policies.rules.result import plain
from portal.core.open_api import Open

CONDITION_KEYS = ("field", "op", "value", "used", "source", "verdict", "clause", "change", "sentence")
MOST_NONE = 100


class OptionAnswer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class QuestionAnswer(serializers.Serializer):
    field = serializers.CharField()
    type = serializers.CharField(help_text="bool, choice, money, number, integer, date, people or items.")
    unit = serializers.CharField(allow_blank=True)
    label = serializers.CharField()
    help = serializers.CharField(allow_blank=True)
    options = OptionAnswer(many=True)
    may_be_none = serializers.BooleanField(help_text="Whether it may stand in the list “none”.")


class NextQuestionAnswer(QuestionAnswer):
    together = QuestionAnswer(many=True, help_text="Questions that belong to it.")
    settles = serializers.IntegerField(help_text="How many open measures depend on it.")


class CheckUpRequest(serializers.Serializer):
    facts = serializers.DictField(help_text="As in evaluate: field codes with their values; the rest is open.")
    none = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Fields of which the enterprise has none."
    )


class WindowAnswer(serializers.Serializer):
    open = serializers.DateField()
    close = serializers.DateField()
    state = serializers.ChoiceField(["upcoming", "open", "closing", "closed"])
    workdays_left = serializers.IntegerField()


class FoundAnswer(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    verdict = serializers.ChoiceField([str(one) for one in Verdict])
    amount_cny = serializers.IntegerField(allow_null=True, help_text="Whole yuan.")
    provisional = serializers.BooleanField()
    cap_cny = serializers.IntegerField()
    window = WindowAnswer(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Facts that are still to be given.")
    conditions = ConditionAnswer(many=True)


class CheckUpAnswer(serializers.Serializer):
    meets = FoundAnswer(many=True)
    needs_answer = FoundAnswer(many=True)
    does_not = FoundAnswer(many=True)
    next_question = NextQuestionAnswer(allow_null=True)


class CheckUpView(Open, APIView):
    """All published measures against one set of facts."""

    @extend_schema(responses=QuestionAnswer(many=True))
    def get(self, request: Request) -> Response:
        """What the whole library asks, in the order of its rules: the general conditions first, the amounts last."""
        catalogue = library().catalogue
        return Response([question_of(catalogue, code) for code in catalogue.asked_codes])

    @extend_schema(request=CheckUpRequest, responses=CheckUpAnswer)
    def post(self, request: Request) -> Response:
        """Sorted into what is met, what needs an answer and what is not, with the question that settles most next."""
        body = request.data if isinstance(request.data, dict) else {}
        facts, none = body.get("facts"), body.get("none", [])
        if not isinstance(facts, dict) or not isinstance(none, list) or len(none) > MOST_NONE:
            detail = 'Send a JSON object: {"facts": {"field": value}, "none": ["field"]}; “none” may be left out.'
            return Response({"detail": detail}, status=400)
        whole = library()
        problems = _unknown(whole.catalogue, none)
        if problems:
            return Response({"facts": problems}, status=400)
        try:
            found = check_up(facts, absent=none, boxes_asked=True, within=whole)
        except FactsError as error:
            return Response({"facts": error.errors}, status=400)
        return Response(answer(whole, found))


def _unknown(catalogue: Catalogue, none: list[Any]) -> dict[str, str]:
    """Of a figure one has 0, and of yes or no one has no."""
    texts = [one for one in none if isinstance(one, str)]
    usable = absent_codes(catalogue.vocabulary, texts)
    wrong = [str(one)[:100] for one in none if not (isinstance(one, str) and one in usable)]
    return dict.fromkeys(wrong, _("Nobody can have none of this. Give 0, or no."))


def answer(whole: Library, found: CheckUp) -> dict[str, Any]:
    write = Writer(whole.catalogue)
    groups = {"meets": found.meets, "needs_answer": found.needs_answer, "does_not": found.does_not}
    said: dict[str, Any] = {name: [write.finding(one) for one in members] for name, members in groups.items()}
    return said | {"next_question": _next(whole.catalogue, found)}


class Writer:
    """Puts findings into plain data. Conditions that all measures share are written once; sentences are remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.sentences = catalogue.sentences.setdefault(get_language() or "", {})
        self.written: dict[int, dict[str, Any]] = {}

    def finding(self, one: Finding) -> dict[str, Any]:
        window = one.window
        return {
            "code": one.measure.code,
            "title": one.measure.title,
            "verdict": str(one.result.verdict),
            "amount_cny": plain(one.result.amount_cny),
            "provisional": one.result.provisional,
            "cap_cny": plain(one.cap_cny),
            "window": window and {
                "open": window.opens_on.isoformat(), "close": window.closes_on.isoformat(), "state": window.state,
                "workdays_left": window.workdays_left,
            },
            "missing": one.result.missing,
            "conditions": [self.condition(condition) for condition in one.result.conditions],
        }  # fmt: skip

    def condition(self, one: ConditionResult) -> dict[str, Any]:
        known = self.written.get(id(one))
        if known is None:
            known = self.written[id(one)] = {
                "field": one.field, "op": one.op, "value": plain(one.value), "used": plain(one.used),
                "source": one.source, "verdict": str(one.verdict), "clause": one.clause, "change": one.change,
                "sentence": self._sentence(one),
            }  # fmt: skip
        return known

    def _sentence(self, one: ConditionResult) -> str:
        if not one.clause:  # made for this answer alone, so that another may get its identity
            return one.sentence
        key = id(one.condition)
        if key not in self.sentences:
            self.sentences[key] = one.sentence
        return self.sentences[key]


def _next(catalogue: Catalogue, found: CheckUp) -> Mapping[str, Any] | None:
    if found.ask is None:
        return None
    first, *others = [question_of(catalogue, code) for code in found.ask.codes]
    return first | {"together": others, "settles": found.ask.settles}


def question_of(catalogue: Catalogue, code: str) -> dict[str, Any]:
    question: Question = catalogue.questions[code]
    return {
        "field": question.field,
        "type": question.kind,
        "unit": question.unit,
        "label": question.label,
        "help": question.help,
        "options": [{"value": value, "label": label} for value, label in question.choices],
        "may_be_none": may_be_none(catalogue, code),
    }


urlpatterns = [path("check-up/", CheckUpView.as_view(), name="check-up")]
