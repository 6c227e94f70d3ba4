"""What is typed to stop a clock or to ask for more time, and the verb that each form ends in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.dates import number_of
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.models import WorkItem

# Whose act can end a pause.
OWNERS = (
    Role.APPLICANT,
    Role.DISTRICT,
    Role.CASE_MANAGER,
    Role.EXPERT,
    Role.AUDITOR,
    Role.JOINT_DEPARTMENT,
    Role.FINANCE,
    Role.LEADERSHIP,
)


class ClockForm(forms.Form):
    """A verb that needs nothing but the click. `item` is the clock that the page showed."""

    def __init__(self, item: WorkItem, data: Any = None) -> None:
        super().__init__(data)
        self.item = item
        self.fields["item"] = forms.IntegerField(widget=forms.HiddenInput, initial=item.pk)

    def act(self, name: str, actor: User) -> None:
        verb = {
            "resume": clocks.resume,
            "approve": clocks.approve_extension,
            "refuse": clocks.refuse_extension,
        }[name]
        verb(self._seen(), actor)

    def _seen(self) -> WorkItem:
        """The case may have moved on since the page was drawn; then the verb says so."""
        seen = WorkItem.objects.filter(pk=self.cleaned_data["item"], case_id=self.item.case_id).first()
        return seen or self.item


class PauseForm(ClockForm):
    cause = forms.ChoiceField(label=_("Why the clock stops"), choices=PauseCause, widget=forms.RadioSelect)
    owner = forms.ChoiceField(
        label=_("Who must end it"),
        help_text=_("The applicant reads for whom the case waits."),
        choices=[("", _("Choose …")), *((role.value, role.label) for role in OWNERS)],
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What is waited for, in a sentence. The applicant reads it."),
        max_length=200,
        required=False,
    )

    def act(self, name: str, actor: User) -> None:
        values = self.cleaned_data
        clocks.pause(self._seen(), cause=values["cause"], owner=values["owner"], actor=actor, note=values["note"])


class ExtensionForm(ClockForm):
    days = forms.IntegerField(label=_("Longer by"), min_value=1, max_value=999, localize=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads it word for word once it is approved."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason: the applicant will read it.")},
    )

    def __init__(self, item: WorkItem, data: Any = None) -> None:
        super().__init__(item, data)
        most = number_of(item.limit_extend, item.limit_unit) if item.limit_unit else ""
        self.fields["days"].help_text = _("At most %(most)s, once.") % {"most": most}

    def act(self, name: str, actor: User) -> None:
        values = self.cleaned_data
        clocks.ask_extension(self._seen(), days=values["days"], reason=values["reason"], actor=actor)
