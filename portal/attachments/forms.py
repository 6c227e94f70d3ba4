from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.attachments.checks import check, clean_name
from portal.attachments.exceptions import AttachmentError
from portal.attachments.kinds import KINDS


class AttachmentField(forms.FileField):
    """A file whose content is checked; the error says what to do. `allowed`: codes of kinds, for a paper that takes
    only some ("pdf")."""

    default_error_messages = {
        "required": _("Choose a file first."),
        "empty": _("The file is empty. Save it again and upload it once more."),
    }

    def __init__(self, *, allowed: Collection[str] | None = None, **kwargs: Any) -> None:
        self.allowed = allowed
        kinds = [kind for kind in KINDS if allowed is None or kind.code in allowed]
        # A help for the file dialogue only; what counts is the check.
        accept = ",".join(f".{extension}" for kind in kinds for extension in kind.extensions)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                check(upload.file, clean_name(upload.name), upload.size, self.allowed)
            except AttachmentError as error:
                raise ValidationError(error.message, code="attachment") from error
        return upload
