"""States of a mail. A message that is only shown in the portal has no mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    NONE = "none", _("No mail")
    PENDING = "pending", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Handed to the mail server")
    FAILED = "failed", _("Failed")
