"""Measures that can be applied for, the papers they ask for and the words their rules are written in."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies.enums import Allocation, PaperFormat
from policies.models.bases import Ordered
from policies.models.library import Policy
from policies.models.plan import FocusArea
from policies.models.searched import Searched
from policies.querysets import MeasureQuerySet
from portal.core import clock
from portal.core.models import Localised, PublicContent, TimeStamped
from portal.core.money import yuan

# Chapters 1 and 2 of a document of measures are its purpose and the common conditions.
FIRST_ARTICLE = 3


class RuleBook(TimeStamped, PublicContent):
    """One row: the fields, operators, common conditions and papers that measures are written with."""

    version = models.PositiveIntegerField(_("version"), default=1)
    data = models.JSONField(_("data"))

    class Meta:
        verbose_name = _("rule vocabulary")
        verbose_name_plural = _("rule vocabulary")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rulebook_single_row")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        from policies.rulebook import forget  # it reads this model

        forget()
        transaction.on_commit(forget)  # another thread may have read the old row meanwhile
        from policies.search.index import changed  # the sentences of all measures are written with these words

        changed(everything=True)


class PaperType(Ordered):
    """A paper of the catalogue (D01 …). Baseline papers belong to every application."""

    format = models.CharField(_("format"), max_length=12, choices=PaperFormat)
    sensitive = models.BooleanField(_("sensitive personal data"), default=False)
    baseline = models.BooleanField(_("asked of everybody"), default=False)

    class Meta(Ordered.Meta):
        verbose_name = pgettext_lazy("of an application", "paper")
        verbose_name_plural = pgettext_lazy("of an application", "papers")


class Measure(Searched, TimeStamped, PublicContent):
    """A support measure (支持事项): its conditions and its formula are data, read by `policies.rules`.

    `article` is its chapter in the policy document: conditions are the clauses article.1, article.2 …
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    slug = models.SlugField(_("address"), max_length=40, unique=True, blank=True)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="measures", verbose_name=_("policy document"))
    article = models.PositiveSmallIntegerField(
        _("article"), blank=True, help_text=_("Its chapter in the policy document; empty takes the next one.")
    )
    area = models.ForeignKey(FocusArea, models.PROTECT, related_name="measures", verbose_name=_("focus area"))
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    mode = models.CharField(_("allocation"), max_length=12, choices=Allocation)
    period_from = models.DateField(_("accounting period from"))
    period_to = models.DateField(_("accounting period to"))
    eligibility = models.JSONField(_("conditions"), default=dict)
    subsidy = models.JSONField(_("amount formula"))
    papers = models.ManyToManyField(
        PaperType, through="MeasurePaper", related_name="measures", verbose_name=_("papers")
    )
    window_open = models.DateField(_("window opens"), null=True, blank=True)
    window_close = models.DateField(_("window closes"), null=True, blank=True)
    budget_fen = models.BigIntegerField(_("budget (fen)"), validators=[MinValueValidator(0)])
    usd_cny = models.DecimalField(
        _("exchange rate USD to CNY"), max_digits=9, decimal_places=4, null=True, blank=True,
        help_text=_("For self-checks before a call fixes its own rate."),
    )  # fmt: skip
    expert_review = models.BooleanField(_("expert review"), default=False)
    on_site_check = models.BooleanField(_("on-site check"), default=False)
    anchor = models.TextField(_("where the figures come from"), blank=True)
    examples = models.JSONField(
        _("worked examples"), default=list, blank=True,
        help_text=_("A list of {title_zh, title_en, facts, usd_cny, verdict, amount_cny}; a version is published "
                    "only if all of them come out so."),
    )  # fmt: skip
    is_demo = models.BooleanField(
        _("demo data"), default=False, help_text=_("Invented; shown with a band that says so.")
    )
    published_at = models.DateTimeField(_("published here"), default=clock.now)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = MeasureQuerySet.as_manager()
    title = Localised("title")

    class Meta:
        ordering = ["area__number", "code"]
        verbose_name = _("support measure")
        verbose_name_plural = _("support measures")
        constraints = [
            models.UniqueConstraint(fields=["policy", "article"], name="measure_article_once_a_policy"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="measure_period_in_order",
                violation_error_message=_("The accounting period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(window_open__isnull=True, window_close__isnull=True)
                | Q(window_open__isnull=False, window_close__isnull=False, window_close__gte=F("window_open")),
                name="measure_window_in_order",
                violation_error_message=_("The window needs both days, and closes no earlier than it opens."),
            ),
            models.CheckConstraint(condition=Q(budget_fen__gte=0), name="measure_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(usd_cny__isnull=True) | Q(usd_cny__gt=0), name="measure_exchange_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.code.lower()
        if self.article is None:
            self.article = self.next_article(self.policy_id)
        super().save(*args, **kwargs)

    def search_keys(self) -> dict[str, int | None]:
        return {"measure": self.pk}

    @classmethod
    def next_article(cls, policy_id: int) -> int:
        last = cls.objects.filter(policy=policy_id).aggregate(last=Max("article"))["last"]
        return FIRST_ARTICLE if last is None else last + 1

    def get_absolute_url(self) -> str:
        return reverse("items:measure", args=[self.slug])

    @property
    def budget_cny(self) -> Decimal:
        return yuan(self.budget_fen)

    @property
    def once_per_applicant(self) -> bool:
        return bool(self.subsidy.get("once_per_applicant"))


class MeasurePaper(Searched, PublicContent):
    """A paper that a measure asks for beyond the baseline, in the order in which it is listed."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="paper_rows", verbose_name=_("support measure"))
    paper = models.ForeignKey(PaperType, models.PROTECT, related_name="+", verbose_name=_("paper"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("paper of a measure")
        verbose_name_plural = _("papers of a measure")
        constraints = [models.UniqueConstraint(fields=["measure", "paper"], name="measure_paper_once")]

    def __str__(self) -> str:
        return str(self.paper)

    def search_keys(self) -> dict[str, int | None]:
        return {"measure": self.measure_id}
