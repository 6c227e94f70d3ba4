"""The enterprise and the people who act for it."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EntityType, MemberRole
from enterprises.querysets import EnterpriseQuerySet
from policies.rules import completed_years
from portal.accounts.models import District
from portal.core.models import TimeStamped


class Enterprise(TimeStamped):
    """One file per enterprise, known by its Unified Social Credit Code (GB 32100-2015)."""

    credit_code = models.CharField(
        _("Unified Social Credit Code"),
        max_length=18,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$")],
    )
    name = models.CharField(_("name on the licence"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    entity_type = models.CharField(_("entity type"), max_length=20, choices=EntityType, default=EntityType.ENTERPRISE)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="enterprises", verbose_name=_("district of registration")
    )
    registered_on = models.DateField(_("registered on"))
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_name")]

    def __str__(self) -> str:
        return self.name

    def facts(self, on: date) -> dict[str, object]:
        """What the file says, in the words of the rules; full years of registration on that day.

        A functional zone has no division code of its own: the district it lies in counts.
        """
        district = self.district.within or self.district
        return {
            "registered_division": district.code,
            "entity_type": self.entity_type,
            "years_since_registration": max(completed_years(self.registered_on, on), 0),
        }


class Membership(models.Model):
    """Who may act for an enterprise."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.OWNER)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["user", "enterprise"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
