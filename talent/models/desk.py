"""What the officials of the talent desk note on a case."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from talent.models.case import CasePaperFile


class PaperSeen(models.Model):
    """An official has looked at this file. A file that takes its place is to be looked at anew."""

    paper = models.OneToOneField(CasePaperFile, models.CASCADE, related_name="seen", verbose_name=_("paper"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("paper that was seen")
        verbose_name_plural = _("papers that were seen")

    def __str__(self) -> str:
        return f"{self.paper_id} {self.by_id}"
