"""What every fact on the talent pages carries: where it comes from, and when and by whom it was checked."""

import datetime as dt
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.models import PublicContent
from talent.enums import SourceKind
from talent.models.words import Told

HALF_A_YEAR = 180
# What a file may change in a fact without saying anything else than before.
BESIDE = {"checked_on", "check_every", "words", "order"}


class Checked(PublicContent):
    """A public fact. Without a name in `checked_by` no official has looked at it: it was compiled on `checked_on`."""

    source_kinds = models.CharField(
        _("kinds of source"), max_length=20, blank=True, help_text=_("Letters with commas: S, L, GK, A, R, D.")
    )
    source_zh = models.CharField(_("source in Chinese"), max_length=300, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=100, blank=True)
    check_every = models.PositiveSmallIntegerField(
        _("to check every so many days"), default=HALF_A_YEAR, validators=[MinValueValidator(1)]
    )
    words = models.JSONField(_("Korean and Japanese"), default=dict, blank=True, editable=False)
    source = Told("source")

    class Meta:
        abstract = True

    @property
    def kinds(self) -> list[SourceKind]:
        """The kinds of source in the order of `SourceKind`; letters that are none are left out."""
        return SourceKind.read(self.source_kinds)

    def settled(self, values: dict[str, Any]) -> dict[str, Any]:
        """What a file may write here: an official’s check stays with a fact that stays the same, else it falls."""
        if not self.checked_by or "checked_by" in values:
            return values
        if any(getattr(self, name) != value for name, value in values.items() if name not in BESIDE):
            return values | {"checked_by": ""}
        return {name: value for name, value in values.items() if name != "checked_on"}

    @property
    def to_be_verified(self) -> bool:
        return SourceKind.GENERAL in self.kinds

    @property
    def check_due(self) -> dt.date | None:
        """The day by which somebody must look again; none where nobody ever looked."""
        return self.checked_on and self.checked_on + dt.timedelta(days=self.check_every)

    @property
    def past_check(self) -> bool:
        """A fact that nobody looked at within its interval: marked to the reader, listed for the editor."""
        return self.check_due is not None and self.check_due < clock.today()
