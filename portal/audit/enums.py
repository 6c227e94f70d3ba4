from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What is wrong with a chain at an entry."""

    ALTERED = "altered", _("the entry was altered")
    MISSING = "missing", _("the entry is missing")
    UNLINKED = "unlinked", _("the entry does not follow from the one before it")
    TAIL_CUT = "tail_cut", _("the entries up to this one were cut off")
    BEYOND_HEAD = "beyond_head", _("the entry was added past the head of its chain")
    HEAD_MISSING = "head_missing", _("the head of the chain is missing")
    HEAD_ALTERED = "head_altered", _("the head of the chain does not fit its last entry")
