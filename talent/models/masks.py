"""What a list may show of a passport and of a date of birth."""

from django.db import models

from portal.core.sealing import unseal

HIDDEN = "•••••"
HIDDEN_DATE = "••••-••-••"


def tail_context(label: str, pk: int) -> str:
    """Bound to table, row and field."""
    return f"{label}.passport_tail:{pk}"


class Masked(models.Model):
    class Meta:
        abstract = True

    @property
    def masked_passport(self) -> str:
        """The last two or three characters, enough to compare with a passport in the hand; empty when none is kept."""
        sealed = self.passport_tail_sealed  # type: ignore[attr-defined]
        return HIDDEN + unseal(sealed, tail_context(self._meta.label_lower, self.pk)) if sealed else ""

    @property
    def masked_birth(self) -> str:
        """Whether a date is kept, and nothing of it."""
        return HIDDEN_DATE if self.birth_date_sealed else ""  # type: ignore[attr-defined]

    @property
    def masked_expiry(self) -> str:
        return HIDDEN_DATE if self.passport_expires_on_sealed else ""  # type: ignore[attr-defined]
