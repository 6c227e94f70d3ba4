"""What is asked about a case: of the parties by name, of a partner authority, and by the parties when it is late."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.reviews.models import Case
from talent.case_querysets import InquiryQuerySet, PartnerQuestionQuerySet
from talent.cases.enums import InquiryState, PartnerResult
from talent.models.case import TalentCase
from talent.models.contacts import Agency


def _user(title: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=title, **options
    )


class NamedRequest(models.Model):
    """One thing that the desk needs while it checks: what, why, how, by when. Answered with text and files."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="named_requests")
    what = models.CharField(_("what we need"), max_length=200)
    why = models.CharField(_("why"), max_length=500)
    how = models.CharField(_("how"), max_length=500, blank=True)
    due_on = models.DateField(_("by when"))
    asked_by = _user(_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = _user(_("answered by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("named request")
        verbose_name_plural = _("named requests")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None), name="named_request_answered_or_withdrawn"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class PartnerQuestion(models.Model):
    """What a partner authority was asked to confirm, and what it said."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="partner_questions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("partner authority"))
    question = models.TextField(_("question"), max_length=2000)
    # By when the authority was asked to answer; the case's own clock says by when it is usual.
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    asked_by = _user(_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    confirmed = models.BooleanField(_("confirmed"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    reference = models.CharField(_("reference of the answer"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    entered_by = _user(_("entered by"), null=True, blank=True)

    objects = PartnerQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a partner authority")
        verbose_name_plural = _("questions to partner authorities")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="one_open_partner_question_per_case"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(confirmed__isnull=False), name="partner_answer_says_yes_or_no"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(answered_at=None), name="partner_question_open")]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """What tells the question apart in the sheet that goes out and comes back."""
        return f"{self.case.number}-{self.pk}"

    @property
    def result(self) -> str:
        if self.answered_at is None:
            return ""
        return PartnerResult.CONFIRMS if self.confirmed else PartnerResult.DENIES

    def get_result_display(self) -> str:
        return str(PartnerResult(self.result).label) if self.result else ""

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.due_on is not None and self.due_on < clock.today()


class Inquiry(Case):
    """A party asks why a case takes longer than usual: a case of its own, so that its answer has a clock."""

    about = models.ForeignKey(
        TalentCase, models.CASCADE, related_name="inquiries", verbose_name=_("facilitation case"), editable=False
    )
    asked_by = _user(_("asked by"))
    text = models.TextField(_("question"), max_length=1000)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")

    @property
    def state_label(self) -> str:
        return InquiryState(self.state).label
