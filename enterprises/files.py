"""Who may read the files of an application: whoever may see the application itself."""

from enterprises.models import Application
from portal.accounts.models import User
from portal.attachments.models import Attachment


def may_read(user: User, attachment: Attachment) -> bool | None:
    """None when the file belongs to no application."""
    paper = getattr(attachment, "paper", None)
    if paper is None:
        return None
    return Application.objects.visible_to(user).filter(pk=paper.application_id).exists()
