"""The files of documents: who may read them, how they are listed, and the form with which an official adds one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.models import Policy, PolicyFile
from policies.models.files import PURPOSE
from policies.permissions import may_read_desk
from portal.accounts.models import User
from portal.attachments.actions import store
from portal.attachments.exceptions import AttachmentError
from portal.attachments.forms import AttachmentField
from portal.attachments.kinds import KINDS
from portal.attachments.models import Attachment

NAMES = {kind.media_type: kind.name for kind in KINDS}


def may_read(user: User, attachment: Attachment) -> bool | None:
    """None when the file belongs to no document. A file that was given for something else never opens here."""
    file = getattr(attachment, "policy_file", None)
    if file is None:
        return None
    if attachment.purpose != PURPOSE or not Policy.objects.visible_to(user).filter(pk=file.policy_id).exists():
        return False
    return file.approved_by_id is not None or may_read_desk(user)


@dataclass(frozen=True)
class FileLine:
    """For `components/file_row.html`."""

    title: str
    name: str
    url: str
    detail: str


def lines_of(policy: Policy, user: Any) -> list[FileLine]:
    """What this reader can download from the page of a document."""
    files = PolicyFile.objects.visible_to(user).filter(policy=policy).select_related("attachment")
    return [_line(policy, file) for file in files]


def _line(policy: Policy, file: PolicyFile) -> FileLine:
    attachment = file.attachment
    kind = NAMES.get(attachment.media_type, "")
    return FileLine(
        title=file.title,
        name=attachment.original_name,
        url=reverse("policies:file", args=[policy.slug, attachment.public_id]),
        detail=" · ".join(part for part in (kind, filesizeformat(attachment.size)) if part),
    )


class PolicyFileForm(forms.ModelForm):
    """A file with its titles. Saving keeps the upload; everybody can read it once a second person has approved it."""

    owner: User | None = None
    upload = AttachmentField(label=_("file"), required=False)

    class Meta:
        model = PolicyFile
        fields = ("policy", "title_zh", "title_en", "order")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and not cleaned.get("upload") and "upload" not in self.errors:
            self.add_error("upload", ValidationError(_("Choose a file first."), code="required"))
        return cleaned

    def save(self, commit: bool = True) -> PolicyFile:
        """Whatever is changed, the file included, is for a second person to look at again."""
        upload = self.cleaned_data.get("upload")
        if upload:
            self.instance.attachment = self._keep(upload)
        if self.has_changed():
            self.instance.given_by, self.instance.approved_by = self.owner, None
        return super().save(commit)

    def _keep(self, upload: Any) -> Attachment:
        if self.owner is None:
            raise AttachmentError(_("Nobody is named who gives this file."))
        return store(upload, owner=self.owner, purpose=PURPOSE)
