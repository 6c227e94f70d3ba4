from portal.core.exceptions import PortalError


class AttachmentError(PortalError):
    """A file that can't be taken; the message says what to do instead."""

    status = 422
