"""What the pages of a case share: which case it is, as what the reader reads it, and the note of the look."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.accounts.models import User
from talent.cases.addresses import address_of
from talent.cases.enums import HelperScope
from talent.cases.permissions import acts_for_employer, employer_reads, helping, is_at_talent_desk, is_person
from talent.models import CaseHelper, CaseLook, TalentCase
from talent.views.private import private

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Reader:
    """As what somebody reads a case. `full`: more than the state."""

    is_person: bool
    is_employer: bool
    helper: CaseHelper | None
    full: bool

    @property
    def answers(self) -> bool:
        """Answers requests and gives files."""
        return self.is_person or (self.helper is not None and self.helper.scope == HelperScope.ANSWER)


def reader_of(user: User, case: TalentCase) -> Reader:
    if is_person(user, case):
        return Reader(True, False, None, True)
    helper, employer = helping(user, case), acts_for_employer(user, case)
    helped = helper is not None and helper.scope != HelperScope.STATE
    return Reader(False, employer, helper, employer_reads(user, case) or helped)


def my_case(*, full: bool = False, person: bool = False, employer: bool = False, answers: bool = False) -> Any:
    """Hand the view the case of that number; 404 where it does not exist for the reader, 403 for who may not do it.

    `person`, `employer`, `answers`: only for the person, the employer's people, whoever answers requests. Officials
    read at the desk. Everybody's look but the person's own is written down.
    """

    def decorate(view: View) -> View:
        @private
        @wraps(view)
        def wrapper(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponse:
            case = get_object_or_404(TalentCase.objects.visible_to(request.user).for_page(), number=number)
            if is_at_talent_desk(request.user, case):
                at_desk = address_of(case, official=True)
                if at_desk != request.path:
                    return redirect(at_desk)
            reader = reader_of(request.user, case)
            allowed = (
                (not full or reader.full)
                and (not person or reader.is_person)
                and (not employer or reader.is_employer)
                and (not answers or reader.answers)
            )
            if not allowed:
                raise PermissionDenied
            case.remembered("reader", lambda: reader)
            answer = view(request, case, reader, **kwargs)
            if answer.status_code == HTTPStatus.OK:
                note_look(request, case, reader)
            return answer

        return wrapper

    return decorate


def note_look(request: HttpRequest, case: TalentCase, reader: Reader) -> None:
    """Which page was shown, for the person to read; what was sent is told by the audit and not here."""
    if reader.is_person or request.method != "GET" or request.resolver_match is None:
        return
    CaseLook.objects.create(case=case, user=request.user, what=request.resolver_match.url_name or "")


def page(request: HttpRequest, template: str, case: TalentCase, **context: Any) -> HttpResponse:
    """A page of one case, with how the reader reads it."""
    status = context.pop("status", 200)
    reader = case.remembered("reader", lambda: reader_of(request.user, case))
    shared = {"case": case, "reader": reader, "demo": case.is_demo, "section": "talent"}
    return render(request, template, shared | context, status=status)
