from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.attachments.checks import check, clean_name
from portal.attachments.exceptions import AttachmentError

ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.ofd,.doc,.xls"


class AttachmentField(forms.FileField):
    """A file whose content is checked; the error says what to do."""

    default_error_messages = {
        "required": _("Choose a file first."),
        "empty": _("The file is empty. Save it again and upload it once more."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                check(upload.file, clean_name(upload.name), upload.size)
            except AttachmentError as error:
                raise ValidationError(error.message, code="attachment") from error
        return upload
