"""Units and kinds of limits, kinds of requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeUnit(models.TextChoices):
    WORKDAY = "workday", _("working days")
    DAY = "day", _("calendar days")
    MONTH = "month", _("months")
    YEAR = "year", _("years")


class LimitKind(models.TextChoices):
    LEGAL = "legal", _("fixed by law")
    COMMIT = "commit", _("promised")
    TYPICAL = "typical", _("usual")


class RequestKind(models.TextChoices):
    INCOMPLETE = "incomplete", _("something is missing")
    INCORRECT = "incorrect", _("something does not agree")


class Answer(models.TextChoices):
    APPROVED = "approved", _("signed")
    RETURNED = "returned", _("sent back")
