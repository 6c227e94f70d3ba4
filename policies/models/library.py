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
from policies.models.searched import Searched
from policies.querysets import PolicyQuerySet
from portal.core import clock
from portal.core.models import Localised, PublicContent, TimeStamped

# Addresses under /policies/ that are pages of their own.
RESERVED_SLUGS = {"plan", "areas", "changes", "feed", "negative-list"}


class Policy(Searched, TimeStamped, PublicContent):
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
    reading_zh = models.TextField(_("plain reading in Chinese"), blank=True)
    reading_en = models.TextField(_("plain reading in English"), blank=True)
    audiences = models.JSONField(_("audience"), default=list, blank=True, help_text=_("A list of `Audience` values."))
    areas = models.ManyToManyField(
        "policies.FocusArea", blank=True, related_name="policies", verbose_name=_("focus areas")
    )
    safeguards = models.ManyToManyField(
        "policies.Safeguard", blank=True, related_name="policies", verbose_name=_("safeguards")
    )
    categories = models.ManyToManyField(
        "policies.TradeCategory", blank=True, related_name="policies", verbose_name=_("trade categories")
    )
    districts = models.ManyToManyField(
        "accounts.District", blank=True, related_name="policies", verbose_name=_("districts and zones"),
        help_text=_("Empty: the whole city."),
    )  # fmt: skip
    is_demo = models.BooleanField(
        _("demo data"), default=False, help_text=_("Invented; shown with a band that says so.")
    )
    published = models.BooleanField(_("published"), default=True)
    published_at = models.DateTimeField(_("published here"), default=clock.now)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    stale = models.JSONField(
        _("halves older than their other half"), default=list, blank=True, editable=False,
        help_text=_("Names of columns, such as title_en, whose other language was changed after them."),
    )  # fmt: skip

    objects = PolicyQuerySet.as_manager()
    title = Localised("title")
    issuer = Localised("issuer")
    summary = Localised("summary")
    reading = Localised("reading")

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

    def search_keys(self) -> dict[str, int | None]:
        return {"policy": self.pk}

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


class Clause(Searched, PublicContent):
    """One numbered paragraph. Conditions of measures rest on clauses by their number."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="clauses", verbose_name=_("policy document"))
    number = models.CharField(_("number"), max_length=20)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    stale = models.BooleanField(_("English older than the Chinese"), default=False, editable=False)
    text = Localised("text")

    class Meta:
        ordering = ["policy", "order", "pk"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="clause_number_once_a_policy")]

    def __str__(self) -> str:
        return f"{self.number} {self.text_zh[:30]}"

    def search_keys(self) -> dict[str, int | None]:
        return {"policy": self.policy_id}

    @property
    def anchor(self) -> str:
        return anchor(self.number)

    @property
    def is_heading(self) -> bool:
        return "." not in self.number


class Contact(PublicContent):
    """Who answers questions about a document or an area. What the bureau has not supplied stays empty."""

    policy = models.ForeignKey(
        Policy, models.CASCADE, null=True, blank=True, related_name="contacts", verbose_name=_("policy document")
    )
    area = models.ForeignKey(
        "policies.FocusArea", models.CASCADE, null=True, blank=True, related_name="contacts",
        verbose_name=_("focus area"),
    )  # fmt: skip
    name_zh = models.CharField(_("office in Chinese"), max_length=100)
    name_en = models.CharField(_("office in English"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours_zh = models.CharField(_("office hours in Chinese"), max_length=100, blank=True)
    hours_en = models.CharField(_("office hours in English"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = Localised("name")
    hours = Localised("hours")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, area__isnull=True) | Q(policy__isnull=True, area__isnull=False),
                name="contact_of_one_thing",
                violation_error_message=_("A contact belongs to a document or to an area."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def anchor(number: str) -> str:
    """`clause-3-2` for clause 3.2: the id on the policy's page."""
    return f"clause-{number.replace('.', '-')}"
