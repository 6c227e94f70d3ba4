"""Uploads that must not touch the disk before they are sealed: Django writes larger ones into a folder of temporary
files otherwise."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

# What the rest of a form may take besides its file.
BESIDES = 1024 * 1024


class InMemory(MemoryFileUploadHandler):
    """Holds the file in memory whatever Django's own limit; one that is too large is let go of and counted as such."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (Django's own name)
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        self.activated = content_length <= settings.ATTACHMENT_MAX_BYTES + BESIDES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.activated:
            self.file.write(raw_data)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(MemoryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        size = file_size if self.activated else settings.ATTACHMENT_MAX_BYTES + 1
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def upload_in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that takes files to be sealed. The form's token is checked as ever, but after the door is chosen."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [InMemory(request)]
        return protected(request, *args, **kwargs)

    return inner
