"""The checks of a case at the desk: each in the sentence that the parties read, with what an official can do next."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from talent.cases.checks import change_check, checks_of
from talent.cases.enums import CheckCode, Standing
from talent.cases.exceptions import CaseError
from talent.cases.permissions import is_at_talent_desk
from talent.cases.timeline import check_lines
from talent.desk.access import on_the_desk
from talent.models import CaseCheck, TalentCase

# What an official marks; the letter and its collection move with the steps.
MARKED = (CheckCode.IDENTITY, CheckCode.EMPLOYER, CheckCode.DOCUMENTS, CheckCode.CONFIRMATION)
# Which steps a check is moved on by, if one of them is open.
BY_STEP = {
    CheckCode.CONFIRMATION: ("ask_partner", "enter_answer"),
    CheckCode.DOCUMENTS: ("send_back",),
    CheckCode.LETTER: ("draft_letter", "sign_letter", "sign_refusal", "return_letter"),
}


class CheckForm(forms.Form):
    standing = forms.ChoiceField(label=gettext_lazy("How far"), choices=Standing.choices)
    note = forms.CharField(
        label=gettext_lazy("Note to the parties"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("They read it below the check."),
    )


def rows(case: TalentCase, user: User, steps: dict[str, Any]) -> list[dict[str, Any]]:
    """The six checks; one query, which the case remembers."""
    marks = is_at_talent_desk(user, case) and not case.is_final
    lines = check_lines(case)
    return [
        {
            "code": check.code,
            "line": line,
            "check": check,
            "form": _form(check) if marks and check.code in MARKED else None,
            "url": reverse("admin:talent_talentcase_check", args=[case.pk, check.code]),
            "steps": [
                {"label": steps[name].label, "url": reverse("admin:talent_talentcase_step", args=[case.pk, name])}
                for name in BY_STEP.get(CheckCode(check.code), ())
                if name in steps
            ],
        }
        for check, line in zip(checks_of(case), lines, strict=True)
    ]


def _form(check: CaseCheck) -> CheckForm:
    """Each with ids of its own, because they stand on one page."""
    return CheckForm(initial={"standing": check.standing, "note": check.note}, auto_id=f"{check.code}_%s")


def change(request: HttpRequest, pk: int, code: str) -> CaseCheck:
    """Raises CaseError with the sentence for the reader."""
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if code not in CheckCode.values:
        raise Http404
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    if code not in MARKED:
        raise CaseError(_("This check moves with the steps of the case; nobody marks it by hand."))
    form = CheckForm(request.POST)
    if not form.is_valid():
        raise CaseError(_("Choose how far the check is; a note has at most 500 characters."))
    return change_check(case, code, form.cleaned_data["standing"], request.user, form.cleaned_data["note"])
