"""What every fact on the talent pages carries: where it comes from, and when and by whom it was checked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models import Localised, PublicContent
from talent.enums import SourceKind


class Checked(PublicContent):
    """A public fact. An empty source, date or name is shown as "to be supplied by the bureau"."""

    source_kinds = models.CharField(
        _("kinds of source"), max_length=20, blank=True, help_text=_("Letters with commas: S, L, GK, A, R, D.")
    )
    source_zh = models.CharField(_("source in Chinese"), max_length=300, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=100, blank=True)
    source = Localised("source")

    class Meta:
        abstract = True

    @property
    def kinds(self) -> list[SourceKind]:
        """The kinds of source in the order of `SourceKind`; letters that are none are left out."""
        return SourceKind.read(self.source_kinds)

    @property
    def to_be_verified(self) -> bool:
        return SourceKind.GENERAL in self.kinds
