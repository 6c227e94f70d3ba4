"""What can expire, and whose it is. Values are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExpiringKind(TextChoices):
    RESIDENCE = "residence", _("Residence permit")
    WORK = "work", _("Work permit")
    VISA = "visa", _("Visa")
    PASSPORT = "passport", _("Passport")
    HEALTH = "health", _("Health certificate")
    CRIMINAL = "criminal", _("No-criminal-record certificate")


class Whose(TextChoices):
    OWN = "own", _("Mine")
    FAMILY = "family", _("My family’s")
