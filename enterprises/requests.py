"""The open request for correction, and what of it is still to be done."""

from enterprises.models import Application
from enterprises.sections import targets
from portal.reviews.models import Request


def open_request(application: Application) -> Request | None:
    return application.remembered(
        "request", lambda: application.requests.filter(answered_at=None).prefetch_related("lines").first()
    )


def untouched_lines(application: Application) -> list[str]:
    """The names of what was asked for and is not corrected yet."""
    request = open_request(application)
    names = targets(application)
    return [names[line.target] for line in request.lines.all() if line.answered_at is None] if request else []
