"""What every message about an application has in common: who, which number, which measure, in whose language."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import translation

from enterprises.models import Application
from portal.accounts.models import User
from portal.notifications.actions import tell


def tell_applicant(application: Application, kind: str, key: str, url: Sequence[Any], **context: Any) -> bool:
    """Tell the person who filed; False where it was said before (same key)."""
    return tell_about(application, application.applicant, kind, key, url, **context)


def tell_about(application: Application, person: User, kind: str, key: str, url: Sequence[Any], **context: Any) -> bool:
    """Tell anybody about an application. `url` is the name of a page and what stands in its address.

    A function in the context is called while the person's language holds: dates, amounts and labels are said in it.
    """
    with translation.override(person.language):
        told = tell(
            kind=kind,
            recipient=person,
            dedupe_key=key,
            url=reverse(url[0], args=url[1:]),
            case_reference=application.number,
            context={
                "name": person.name or person.email,
                "number": application.number,
                "measure": application.call.measure.title,
                "enterprise": application.enterprise.name,
                **{name: value() if callable(value) else value for name, value in context.items()},
            },
        )
    return told is not None
