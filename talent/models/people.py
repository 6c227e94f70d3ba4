"""Foreign professionals and their families: names in clear, whatever a passport says besides only sealed.

Sealed columns are written by talent/sealed.py and read in clear by talent/clear.py alone.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from portal.core.models import TimeStamped
from talent.enums import Relation
from talent.latin import LATIN, LONGEST_LATIN
from talent.models.masks import Masked
from talent.people_querysets import FamilyMemberQuerySet, PersonQuerySet


class Identity(Masked, TimeStamped):
    """What a passport says of somebody. `key_id` names the key of this row in the key store; once that is destroyed,
    the sealed columns are noise here and in every backup."""

    latin_name = models.CharField(_("name in Latin letters"), max_length=LONGEST_LATIN, blank=True, validators=[LATIN])
    own_name = models.CharField(_("name in its own script"), max_length=100, blank=True)
    chinese_name = models.CharField(_("Chinese name"), max_length=50, blank=True)
    # ISO 3166-1 alpha-3, or XXA to XXX for whoever has no state (talent/countries.py).
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    key_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    birth_date_sealed = models.TextField(blank=True, editable=False)
    passport_number_sealed = models.TextField(blank=True, editable=False)
    passport_expires_on_sealed = models.TextField(blank=True, editable=False)
    # The last characters of the number, sealed by the ring: what a list shows must not cost a look into the key store.
    passport_tail_sealed = models.TextField(blank=True, editable=False)
    erased_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(latin_name=""), name="%(class)s_latin_name"
            ),
            models.CheckConstraint(
                condition=Q(nationality="") | Exact(Length("nationality"), 3), name="%(class)s_nationality"
            ),
            # A number without its end can't be watched, and its last characters never stand without it.
            models.CheckConstraint(
                condition=Q(passport_number_sealed="", passport_expires_on_sealed="", passport_tail_sealed="")
                | (~Q(passport_number_sealed="") & ~Q(passport_expires_on_sealed="") & ~Q(passport_tail_sealed="")),
                name="%(class)s_passport_whole",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(latin_name="", own_name="", chinese_name="", nationality="")
                & Q(birth_date_sealed="", passport_number_sealed=""),
                name="%(class)s_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.latin_name or str(_("(deleted)"))

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class Person(Identity):
    """A foreign professional: with an account, or named by an employer and not here yet."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person",
        verbose_name=_("account"),
    )  # fmt: skip

    objects = PersonQuerySet.as_manager()

    class Meta(Identity.Meta):
        verbose_name = _("foreign professional")
        verbose_name_plural = _("foreign professionals")
        ordering = ["latin_name", "pk"]


class FamilyMember(Identity):
    """Somebody who comes along, with papers of their own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="family", verbose_name=_("comes with"))
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)

    objects = FamilyMemberQuerySet.as_manager()

    class Meta(Identity.Meta):
        verbose_name = _("family member")
        verbose_name_plural = _("family members")
        ordering = ["person", "pk"]
