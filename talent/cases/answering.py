"""Named requests, from the party's side: answered once, with words and files."""

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.attachments.forms import AttachmentField
from portal.audit.actions import record
from portal.core import clock
from portal.notifications.kinds import declare
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.models import Case
from talent.cases.enums import FINAL_STATES
from talent.cases.exceptions import CaseError
from talent.cases.giving import keep_answer
from talent.cases.notifications import tell_desk
from talent.cases.permissions import may_answer
from talent.models import NamedRequest, TalentCase
from talent.people_forms import SCANS

declare("cases/request_answered", gettext_lazy("A named request was answered"))


class AnswerForm(forms.Form):
    """Words, a file or both."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000, required=False
    )
    file = AttachmentField(
        label=gettext_lazy("File"),
        allowed=SCANS,
        required=False,
        help_text=gettext_lazy("PDF, JPG or PNG, at most 20 MB, without a password."),
    )
    second_file = AttachmentField(label=gettext_lazy("Another file"), allowed=SCANS, required=False)

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not (data.get("answer", "").strip() or data.get("file") or data.get("second_file")):
            self.add_error("answer", _("Write an answer or give a file."))
        return data

    def files_given(self) -> list[UploadedFile]:
        return [self.cleaned_data[name] for name in ("file", "second_file") if self.cleaned_data.get(name)]


def answer(case: TalentCase, asked: NamedRequest, user: User, text: str, files: Sequence[UploadedFile]) -> None:
    """Once: a second window reads that it was answered. A clock that stood still for this runs again."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        fresh = NamedRequest.objects.get(pk=asked.pk)
        if locked.state in FINAL_STATES or not fresh.is_open:
            raise CaseError(_("This request is closed: it was answered or withdrawn, or the case is over."))
        if not may_answer(user, case):
            raise CaseError(_("Your access to this case does not go so far."))
        for upload in files:
            keep_answer(case, fresh, upload, user)
        NamedRequest.objects.filter(pk=fresh.pk).update(answer=text.strip(), answered_by=user, answered_at=clock.now())
        record(
            scope=f"case:{case.pk}", verb="answer_request", actor=user, target=case.number, data={"request": fresh.pk}
        )
        _let_clock_run(case, user)
        tell_desk("request_answered", case, f"request:{fresh.pk}:answer", what=fresh.what)


def _let_clock_run(case: TalentCase, user: User) -> None:
    """Unless another request is still open."""
    if case.named_requests.filter(answered_at=None, withdrawn_at=None).exists():
        return
    item = case.work_items.filter(closed_at=None).first()
    if item is not None and item.paused_at is not None and item.pause_reason == PauseCause.APPLICANT:
        clocks.resume(item, user)
        case.forget("item")
