"""The answers of a partner authority as a file: each row answers one question, and moves its case on.

It is compared with what is known first and imported as a whole or not at all; the same file once more changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from policies.imports.applying import CHANGED, ChangedMeanwhile
from policies.imports.noun import Column, Fault, Noun, Values
from policies.models import ImportJob
from portal.accounts.models import User
from portal.core.exceptions import PortalError
from portal.core.imports.cells import Reader, Text, Value
from portal.core.imports.known import Choice
from talent.cases.enums import CaseState, PartnerResult
from talent.models import PartnerQuestion
from talent.partners.resources import PartnerQuestionResource
from talent.workflow import talent_case_flow

NOT_ASKED = _("is no question that was asked here")
OTHER_CASE = _("is not the case of this line; that is %(number)s")
SAID_ALREADY = _("was answered already, and otherwise")
NO_REASON = _("is empty; say why the authority does not confirm")
NO_RESULT = _("is empty, but something is said in this row")
OVER = _("waits for no answer any more: its case has moved on")
# What the authority writes; the other columns say what was asked, and are not read back.
SAID = ("result", "reference", "answer")


class Unread(Reader):
    """A column that is there for people."""

    def read(self, text: str) -> Value:
        return ""

    def from_row(self, value: Any) -> Value:
        return ""


class PartnerAnswers(Noun):
    code = "partnerquestion"
    model, resource = PartnerQuestion, PartnerQuestionResource
    key_columns = ("line",)
    columns = (
        Column("line", lambda: Text(40, required=True), heading=True),
        Column("agency", Unread),
        Column("case", lambda: Text(40, required=True), heading=True),
        Column("kind", Unread),
        Column("person", Unread),
        Column("nationality", Unread),
        Column("passport", Unread),
        Column("employer", Unread),
        Column("question", Unread),
        Column("due_on", Unread),
        Column("result", lambda: Choice(PartnerResult), heading=True),
        Column("reference", lambda: Text(100)),
        Column("answer", lambda: Text(2000)),
    )

    def keys(self, values: Values) -> list[str]:
        return [str(values["line"])]

    def existing(self) -> Iterator[tuple[str, int]]:
        for row in _questions().iterator(chunk_size=2000):
            yield row.line, row.pk

    def rows(self, names: Sequence[str], readers: Mapping[str, Reader], pks: Iterable[int]) -> dict[int, list[Value]]:
        return {row.pk: [_value(row, name) for name in names] for row in _questions().filter(pk__in=list(pks))}

    def judge(self, person: User) -> Callable[[Values, int | None], Iterable[Fault]]:
        known = {row.pk: row for row in PartnerQuestion.objects.visible_to(person).select_related("case")}

        def faults(values: Values, pk: int | None) -> Iterator[Fault]:
            """A desk answers its own questions; another's do not exist for it."""
            question = known.get(pk) if pk is not None else None
            if question is None:
                yield "line", NOT_ASKED, {}
                return
            if values["case"] != question.case.number:
                yield "case", OTHER_CASE, {"number": question.case.number}
                return
            yield from _faults_of_answer(values, question)

        return faults

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        """Through the flow, as if each had been entered by hand by whoever brought the file."""
        questions = PartnerQuestion.objects.visible_to(job.person).in_bulk([pk for pk, _values in changed])
        for pk, values in changed:
            said = dict(zip(names, values, strict=True))
            try:
                talent_case_flow.take(
                    questions[pk].case,
                    "enter_answer",
                    job.person,
                    confirmed=said["result"] == PartnerResult.CONFIRMS,
                    answer=str(said.get("answer") or ""),
                    reference=str(said.get("reference") or ""),
                )
            except PortalError as error:
                raise ChangedMeanwhile(CHANGED) from error


def _questions() -> Any:
    return PartnerQuestion.objects.select_related("case").defer("question").order_by("pk")


def _value(row: PartnerQuestion, name: str) -> Value:
    if name == "case":
        return row.case.number
    return getattr(row, name) if name in ("line", *SAID) else ""


def _faults_of_answer(values: Values, question: PartnerQuestion) -> Iterator[Fault]:
    result = values.get("result")
    told = {name: values[name] for name in SAID if name in values}
    if question.answered_at is not None:
        if any(value != getattr(question, name) for name, value in told.items()):
            yield "result", SAID_ALREADY, {}
        return
    if not result:
        if any(told.values()):
            yield "result", NO_RESULT, {}
        return
    if question.case.state != CaseState.WITH_PARTNER:
        yield "line", OVER, {}
    if result == PartnerResult.DENIES and not values.get("answer"):
        yield "answer", NO_REASON, {}
