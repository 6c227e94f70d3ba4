"""Papers of a person or family member: scans, certificates. Their files are sealed, each under a key of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.attachments.models import Attachment
from portal.core import clock
from talent.enums import PaperKind
from talent.models.people import FamilyMember, Person
from talent.people_querysets import OfPersonQuerySet


class PersonPaper(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="papers", verbose_name=_("person"))
    member = models.ForeignKey(
        FamilyMember, models.CASCADE, null=True, blank=True, related_name="own_papers", verbose_name=_("family member")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="person_paper", verbose_name=_("file"))
    given_at = models.DateTimeField(_("given at"), default=clock.now)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a person")
        verbose_name_plural = _("papers of persons")
        ordering = ["person", "kind", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
