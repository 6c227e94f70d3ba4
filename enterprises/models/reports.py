"""What became of the money: the performance report of an award, with its papers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Grade, ReportState
from enterprises.models.application import Application
from portal.attachments.models import Attachment
from portal.core import clock


class Report(models.Model):
    """One round of the report on an award: one that was sent back stays, the next begins as its copy.

    `year` counts from the payment: a call may ask for a report in each of several years, one accepted a year.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="reports", verbose_name=_("application"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    year = models.PositiveSmallIntegerField(_("year of the report"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    reached = models.TextField(_("what was reached"), blank=True)
    use_of_funds = models.TextField(_("what the money was used for"), blank=True)
    own_grade = models.CharField(_("in the applicant’s own view"), max_length=8, choices=Grade, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=clock.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True)
    grade = models.CharField(_("grade"), max_length=8, choices=Grade, blank=True)
    words = models.TextField(_("words of the division"), blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(_("judged"), null=True)

    class Meta:
        verbose_name = _("performance report")
        verbose_name_plural = _("performance reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="report_round_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=(ReportState.DRAFT, ReportState.SENT)),
                name="one_running_report",
            ),
            models.UniqueConstraint(
                fields=["application", "year"], condition=Q(state=ReportState.ACCEPTED), name="one_report_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.DRAFT, ReportState.ACCEPTED)) | Q(sent_at__isnull=False),
                name="report_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.ACCEPTED) & ~Q(grade="") | ~Q(state=ReportState.ACCEPTED) & Q(grade=""),
                name="report_graded_when_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.round}"


class ReportPaper(models.Model):
    report = models.ForeignKey(Report, models.CASCADE, related_name="papers")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="report_paper", verbose_name=_("file"))

    class Meta:
        verbose_name = _("paper of a report")
        verbose_name_plural = _("papers of a report")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.attachment_id}"
