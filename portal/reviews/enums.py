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


class PauseCause(models.TextChoices):
    """What stops a clock (行政许可法 art. 45: hearings, inspections, tests and expert reviews are not counted)."""

    APPLICANT = "applicant", _("waiting for the applicant")
    EXPERTS = "experts", _("expert review")
    HEARING = "hearing", _("hearing")
    INSPECTION = "inspection", _("inspection on site")
    TEST = "test", _("test or appraisal")
    CONSULTATION = "consultation", _("consultation of other departments")
    AUTHORITY = "authority", _("decision of another authority")


class DueReason(models.TextChoices):
    RESUMED = "resumed", _("the clock had stood still")
    EXTENDED = "extended", _("the time was extended")
    CALENDAR = "calendar", _("the calendar of working days changed")
    NOTICE = "notice", _("the public notice was corrected")
    RUNS_ON = "runs_on", _("objections are closed, the public notice runs to its last day")
    OBJECTED = "objected", _("another objection came")
