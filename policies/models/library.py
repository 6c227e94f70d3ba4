"""Policy documents and their clauses."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.enums import PolicyKind, PolicyLevel, PolicyState
from policies.fields import DocumentNumberField
from policies.querysets import PolicyQuerySet
from portal.core import clock
from portal.core.models import Localised, PublicContent, TimeStamped

# Addresses under /policies/ that are pages of their own.
RESERVED_SLUGS = {"plan", "areas"}


class Policy(TimeStamped, PublicContent):
    """A document with its number, issuer, dates and validity. What is not known stays empty."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PolicyKind)
    level = models.CharField(_("level"), max_length=10, choices=PolicyLevel)
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=200, blank=True)
    issuer_en = models.CharField(_("issuer in English"), max_length=300, blank=True)
    document_number = DocumentNumberField(_("document number"))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    state = models.CharField(_("validity"), max_length=10, choices=PolicyState, default=PolicyState.IN_FORCE)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("replaces")
    )
    based_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="basis_of", verbose_name=_("rests on")
    )
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    areas = models.ManyToManyField(
        "policies.FocusArea", blank=True, related_name="policies", verbose_name=_("focus areas")
    )
    safeguards = models.ManyToManyField(
        "policies.Safeguard", blank=True, related_name="policies", verbose_name=_("safeguards")
    )
    is_demo = models.BooleanField(
        _("demo data"), default=False, help_text=_("Invented; shown with a band that says so.")
    )
    published = models.BooleanField(_("published"), default=True)

    objects = PolicyQuerySet.as_manager()
    title = Localised("title")
    issuer = Localised("issuer")
    summary = Localised("summary")

    class Meta:
        ordering = ["code"]
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("effective_on")),
                name="policy_validity_in_order",
                violation_error_message=_("The document lapses before it is in force."),
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("issued_on")),
                name="policy_in_force_after_issue",
                violation_error_message=_("The document is in force before it was issued."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
                name="policy_not_its_own_successor",
                violation_error_message=_("A document can’t replace itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.code.lower()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address belongs to a page of the portal. Choose another.")})

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    def state_on(self, day: dt.date | None = None) -> PolicyState:
        """The validity as of a day: a document whose last day is over has lapsed, whatever the column says."""
        if self.state == PolicyState.IN_FORCE and self.expires_on and self.expires_on < (day or clock.today()):
            return PolicyState.LAPSED
        return PolicyState(self.state)


class Clause(PublicContent):
    """One numbered paragraph. Conditions of measures rest on clauses by their number."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="clauses", verbose_name=_("policy document"))
    number = models.CharField(_("number"), max_length=20)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    text = Localised("text")

    class Meta:
        ordering = ["policy", "order", "pk"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="clause_number_once_a_policy")]

    def __str__(self) -> str:
        return f"{self.number} {self.text_zh[:30]}"

    @property
    def anchor(self) -> str:
        return anchor(self.number)

    @property
    def is_heading(self) -> bool:
        return "." not in self.number


def anchor(number: str) -> str:
    """`clause-3-2` for clause 3.2: the id on the policy's page."""
    return f"clause-{number.replace('.', '-')}"
