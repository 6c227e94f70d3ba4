"""Files that come with a document: the stamped original, its annexes, blank forms."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.models.library import Policy
from portal.attachments.enums import ScanState
from portal.attachments.models import Attachment
from portal.core.models import Localised, PublicContent

# Of the attachments that belong to documents; a file given for anything else never becomes public through one.
PURPOSE = "policy"


class PolicyFileQuerySet(models.QuerySet):
    def ready(self) -> "PolicyFileQuerySet":
        """Those that can be handed out: found clean, and seen by a second person."""
        return self.filter(attachment__state=ScanState.CLEAN, attachment__purpose=PURPOSE, approved_by__isnull=False)

    def visible_to(self, user: Any) -> "PolicyFileQuerySet":
        """The files of documents that exist for this reader; only those that are ready."""
        return self.ready().filter(policy__in=Policy.objects.visible_to(user))


class PolicyFile(PublicContent):
    """One file of a document. Handed out to everybody once it was found clean, a second person has approved it and
    the document is published."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="files", verbose_name=_("policy document"))
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="policy_file", verbose_name=_("file"))
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"), editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("approved by"),
    )  # fmt: skip
    title = Localised("title")

    objects = PolicyFileQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of a document")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("given_by")), name="policyfile_second_person"
            )
        ]

    def __str__(self) -> str:
        return self.title
