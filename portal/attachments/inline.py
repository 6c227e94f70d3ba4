"""Which files a page of the portal may show in a frame: what browsers draw without running anything of it."""

from portal.attachments.models import Attachment

# By what the file is, which was found out when it was given, and not by its name.
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})


def is_shown_inline(attachment: Attachment) -> bool:
    return attachment.media_type in INLINE
