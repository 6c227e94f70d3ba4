"""What is typed to stop the clock of a facilitation case or to ask for more time, in the words of this desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.desk.clock_forms import ClockForm, ExtensionForm, PauseForm
from portal.accounts.enums import Role
from portal.reviews.enums import PauseCause
from portal.reviews.models import WorkItem

# A case is about papers: nothing is inspected, heard or judged by experts.
CAUSES = (PauseCause.APPLICANT, PauseCause.CONSULTATION, PauseCause.AUTHORITY)
OWNERS = (
    (Role.TALENT, _("the person")),
    (Role.JOINT_DEPARTMENT, _("the partner authority")),
    (Role.TALENT_DESK, _("the talent desk")),
)


class CasePauseForm(PauseForm):
    cause = forms.ChoiceField(
        label=_("Why the clock stops"),
        choices=[(cause.value, cause.label) for cause in CAUSES],
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(
        label=_("Who must end it"),
        help_text=_("The person reads for whom the case waits."),
        choices=[("", _("Choose …")), *((role.value, label) for role, label in OWNERS)],
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What is waited for, in a sentence. The person reads it, also in a mail: nothing of the passport."),
        max_length=200,
        required=False,
    )


class CaseExtensionForm(ExtensionForm):
    def __init__(self, item: WorkItem, data: Any = None) -> None:
        super().__init__(item, data)
        reason = self.fields["reason"]
        reason.help_text = _("The person reads it word for word once it is approved, also in a mail.")
        reason.error_messages["required"] = _("Give the reason: the person will read it.")


FORMS: dict[str, type[ClockForm]] = {"pause": CasePauseForm, "ask": CaseExtensionForm}
