"""The upload. Its content is looked at by a child process, never here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.core.imports.problems import FileRefused
from portal.core.imports.reading import MOST_BYTES

ENCODINGS = (("", _("Find out")), ("utf-8", "UTF-8"), ("gb18030", _("GB18030 (GBK, GB2312)")))
LONGEST_NAME = 120


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, at most 50 MB and 200,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Save it again and upload it once more."),
        },
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV file"), choices=ENCODINGS, required=False, widget=forms.RadioSelect, initial=""
    )

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(FileRefused("upload_too_large", most=MOST_BYTES // 1024 // 1024).message)
        return upload

    @property
    def file_name(self) -> str:
        """As it is shown: printable and not too long. Nothing is ever stored under it."""
        name = "".join(char for char in self.cleaned_data["file"].name if char.isprintable())
        return name.replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:] or "file"

    def refuse(self, error: FileRefused) -> None:
        """At the field that can mend it."""
        self.add_error("encoding" if error.code in ("encoding", "encoding_wrong") else "file", error.message)


def first_number(text: str | None) -> int:
    """The page of a list as the address gives it, from 1."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


Context = dict[str, Any]
