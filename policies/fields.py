"""Fields of our own for policy documents."""

from typing import Any

from django.db import models

from portal.core.validators import normalise_document_number, validate_document_number


class DocumentNumberField(models.CharField):
    """A document number (文号) in the form of GB/T 9704-2012; the brackets that sites misprint are mended.

    Empty is NULL, because an unknown number is not a number: pages say that the bureau must supply it.
    """

    default_validators = [validate_document_number]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return normalise_document_number(text) or None if text else None
