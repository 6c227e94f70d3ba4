from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """Only a clean file is ever handed out."""

    PENDING = "pending", _("being checked")
    CLEAN = "clean", _("checked")
    INFECTED = "infected", _("refused")
    FAILED = "failed", _("could not be checked")
