"""What a review can say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewStage(models.TextChoices):
    ACCEPTANCE = "acceptance", _("Acceptance")
    FORMAL = "formal", _("Formal review")


class Judgment(models.TextChoices):
    OK = "ok", _("In order")
    PROBLEM = "problem", _("Problem")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


TONES = {Judgment.OK: "pine", Judgment.PROBLEM: "tile", Judgment.NOT_APPLICABLE: "plain"}


class SiteResult(models.TextChoices):
    AGREES = "agrees", _("Agrees with the application")
    PARTLY = "partly", _("Agrees in part")
    DIFFERS = "differs", _("Does not agree")


class ConsultationAnswer(models.TextChoices):
    AGREES = "agrees", _("No objection")
    OBJECTS = "objects", _("Objects")
    NO_ANSWER = "no_answer", _("No answer in time")
