from portal.core.exceptions import PortalError


class AttachmentError(PortalError):
    """A file that can't be taken; the message says what to do instead."""

    status = 422


class StorageFull(AttachmentError):
    """No room on the disk: not the sender's fault."""

    status = 507


class UnknownKind(AttachmentError):
    """Nothing that is taken anywhere."""
