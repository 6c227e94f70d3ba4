"""The small forms of an edit: its sentence for the followers, and when it is to be published."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.models import Revision
from portal.core import clock

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and an hour by the clock on the wall, in the browser's own widget."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **kwargs)


class MomentForm(forms.Form):
    publish_at = MomentField(label=_("Publish at"), required=False, help_text=_("Beijing time. Empty: at once."))

    def __init__(self, revision: Revision, data: Any = None) -> None:
        super().__init__(data, initial={"publish_at": revision.publish_at})


class SummaryForm(forms.Form):
    """What followers read, and when; a moment that has passed means: once it is checked."""

    summary_zh = forms.CharField(
        label=_("What changes, in one Chinese sentence"), max_length=300, required=False,
        help_text=_("Followers read exactly this."), widget=forms.Textarea(attrs={"rows": 2, "lang": "zh"}),
    )  # fmt: skip
    summary_en = forms.CharField(
        label=_("What changes, in one English sentence"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )  # fmt: skip
    publish_at = MomentField(
        label=_("Publish at"), required=False, help_text=_("Beijing time. Empty: once it is checked.")
    )

    def __init__(self, revision: Revision, data: Any = None) -> None:
        names = ("summary_zh", "summary_en", "publish_at")
        # A prefix of its own: the document's form beside it has a summary too.
        super().__init__(data, prefix="about", initial={name: getattr(revision, name) for name in names})

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment is not None and moment.year > clock.today().year + 5:
            raise forms.ValidationError(_("This is more than five years ahead. Check the year."))
        return moment
