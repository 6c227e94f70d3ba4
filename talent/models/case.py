"""A facilitation case: whom it is for, who speaks for the employer, what was given, and its row of checks."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from portal.attachments.models import Attachment
from portal.core import clock
from portal.reviews.models import Case
from talent.case_querysets import TalentCaseQuerySet
from talent.cases.enums import (
    CASE_TONES,
    FINAL_STATES,
    KIND_TERMS,
    PARTY_STATES,
    BegunBy,
    CaseKind,
    CaseState,
    CheckCode,
    Standing,
)
from talent.models.people import FamilyMember, Person


def _user(title: Any, name: str = "+", **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name=name,
        verbose_name=title, **options,
    )  # fmt: skip


class TalentCase(Case):
    """Both the person and the employer are parties; each sees what is theirs.

    `person` is empty while an employer's invitation was not taken up. `employer` is an enterprise of the portal, to be
    confirmed by its people; one that is not here stands in `employer_named`. `employer_sees_since` is the person's
    consent: without it the employer's people see the state and nothing else.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=CaseKind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("person"), editable=False
    )
    employer = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="talent_cases", verbose_name=_("employer"),
        editable=False,
    )  # fmt: skip
    employer_named = models.CharField(_("employer as named"), max_length=200, blank=True)
    employer_confirmed_at = models.DateTimeField(_("confirmed by the employer"), null=True, blank=True, editable=False)
    employer_confirmed_by = _user(_("confirmed by"))
    employer_declined_at = models.DateTimeField(_("declined by the employer"), null=True, blank=True, editable=False)
    employer_sees_since = models.DateTimeField(_("the employer sees it since"), null=True, blank=True, editable=False)
    family = models.ManyToManyField(
        FamilyMember, blank=True, related_name="cases", verbose_name=_("family members"), editable=False
    )
    begun_by = models.CharField(_("begun by"), max_length=10, choices=BegunBy, default=BegunBy.PERSON)
    inviter = _user(_("invited by"))
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    arrives_on = models.DateField(_("arrival"), null=True, blank=True)
    leaves_on = models.DateField(_("departure"), null=True, blank=True)
    earlier_letter = models.CharField(_("earlier letter"), max_length=100, blank=True)
    done_sections = models.JSONField(_("completed sections"), default=list, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)

    objects = TalentCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitation case")
        verbose_name_plural = _("facilitation cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves_on=None) | Q(arrives_on=None) | Q(leaves_on__gte=F("arrives_on")),
                name="talent_case_leaves_after_arrival",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(person__isnull=False), name="talent_case_sent_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="talent_case_of_person"),
            models.Index(fields=["employer"], name="talent_case_of_employer"),
            models.Index(fields=["submitted_at"], name="talent_case_by_day"),
        ]

    @property
    def state_label(self) -> str:
        return CaseState(self.state).label

    @property
    def party_state(self) -> Any:
        return PARTY_STATES[CaseState(self.state)]

    @property
    def tone(self) -> str:
        return CASE_TONES.get(CaseState(self.state), "sea")

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def term(self) -> str:
        """The Chinese name of the kind, to say at a counter."""
        return KIND_TERMS[CaseKind(self.kind)]

    @property
    def employer_name(self) -> str:
        return self.employer.name if self.employer else self.employer_named


class CaseCheck(models.Model):
    """A row of the case: how far one thing is. Changed by actions alone, each with its entry in the audit."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="checks")
    code = models.CharField(_("check"), max_length=15, choices=CheckCode)
    standing = models.CharField(_("how far"), max_length=12, choices=Standing, default=Standing.NEEDED)
    # What the parties read beside the usual sentence.
    note = models.CharField(_("note to the parties"), max_length=500, blank=True)
    changed_by = _user(_("changed by"))
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("check of a case")
        verbose_name_plural = _("checks of a case")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="check_once_per_case"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="check_standing_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code} {self.standing}"


class CasePaperFile(models.Model):
    """A file given for a paper of the case, for a family member's paper, or as the answer to a named request."""

    case = models.ForeignKey(TalentCase, models.CASCADE, related_name="papers")
    code = models.CharField(_("paper"), max_length=30)
    member = models.ForeignKey(
        "talent.FamilyMember", models.CASCADE, null=True, blank=True, related_name="papers",
        verbose_name=_("family member"),
    )  # fmt: skip
    asked = models.ForeignKey(
        "talent.NamedRequest", models.CASCADE, null=True, blank=True, related_name="papers", verbose_name=_("request")
    )
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="talent_paper", verbose_name=_("file"))
    given_by = _user(_("given by"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper of a case")
        verbose_name_plural = _("papers of a case")
        ordering = ["code", "pk"]
        indexes = [models.Index(fields=["case", "code"], name="talent_paper_of_case")]

    def __str__(self) -> str:
        return f"{self.code} {self.attachment_id}"
