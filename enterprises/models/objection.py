"""An objection to an entry of a public notice, by anybody with a real name; who it was is sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import ObjectionGround, ObjectionState
from enterprises.models.notice import NoticeLine
from enterprises.querysets import ObjectionQuerySet
from portal.attachments.models import Attachment
from portal.core import clock
from portal.core.codes import verification_code
from portal.reviews.models import Case


class Objection(Case):
    """`person_sealed` opens for the responsible division alone: name, telephone and e-mail as JSON.

    `code` stands on the receipt; whoever holds it can look up the state. `published` is what everybody reads of the
    outcome; the reason itself goes to the objector.
    """

    line = models.ForeignKey(NoticeLine, models.PROTECT, related_name="objections", editable=False)
    person_sealed = models.TextField(editable=False)
    has_email = models.BooleanField(default=False, editable=False)
    language = models.CharField(max_length=10, default="zh-hans", editable=False)
    text = models.TextField(_("what is objected"))
    received_at = models.DateTimeField(_("received"), default=clock.now, editable=False)
    code = models.CharField(_("verification code"), max_length=20, unique=True, default=verification_code)
    ground = models.CharField(_("why it is not admissible"), max_length=20, choices=ObjectionGround, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    published = models.CharField(_("what everybody reads of the outcome"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, reason="") | (Q(closed_at__isnull=False) & ~Q(reason="")),
                name="closed_objection_has_a_reason",
            )
        ]
        indexes = [models.Index(fields=["line"], condition=Q(closed_at=None), name="open_objections_of_line")]

    @property
    def state_label(self) -> str:
        return ObjectionState(self.state).label


class Evidence(models.Model):
    """A file that came with an objection."""

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="evidence")
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="objection_evidence", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.attachment_id}"
