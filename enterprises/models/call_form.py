"""The form of a call: versions, each with sections and fields. A published version is never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.enums import FieldKind, FormState, ReferenceKind
from enterprises.models.call import Call
from portal.core.models import Localised, TimeStamped


class FormVersion(TimeStamped):
    """A version of the questions that a call asks beside the standard sections. Running applications keep theirs."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="form_versions", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=FormState, default=FormState.DRAFT)
    note_zh = models.CharField(_("what changed, in Chinese"), max_length=300, blank=True)
    note_en = models.CharField(_("what changed, in English"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    note = Localised("note")

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["call", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="form_version_once"),
            models.UniqueConstraint(fields=["call"], condition=Q(state=FormState.DRAFT), name="one_draft_form"),
            models.UniqueConstraint(fields=["call"], condition=Q(state=FormState.PUBLISHED), name="one_form_in_use"),
            models.CheckConstraint(
                condition=Q(state=FormState.DRAFT) | Q(published_at__isnull=False), name="published_form_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} v{self.number}"


class FormSection(models.Model):
    """A page of the form; `show_if` is a condition on fields of earlier sections (see enterprises.call_forms)."""

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="sections")
    code = models.SlugField(_("code"), max_length=30)
    title_zh = models.CharField(_("title in Chinese"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=200)
    intro_zh = models.TextField(_("introduction in Chinese"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    show_if = models.JSONField(_("shown if"), null=True, blank=True)
    title = Localised("title")
    intro = Localised("intro")

    class Meta:
        verbose_name = _("section of a form")
        verbose_name_plural = _("sections of a form")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="form_section_once")]

    def __str__(self) -> str:
        return self.title


class FormField(models.Model):
    """A field. `options`: [{value, zh, en}]; `limits`: by kind (max_length, min, max, not_before, max_rows …);
    `columns` of a table: fields of plain kinds; `show_if`: a condition on earlier fields."""

    section = models.ForeignKey(FormSection, models.CASCADE, related_name="fields")
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind)
    label_zh = models.CharField(_("label in Chinese"), max_length=300)
    label_en = models.CharField(_("label in English"), max_length=500)
    help_zh = models.CharField(_("help in Chinese"), max_length=500, blank=True)
    help_en = models.CharField(_("help in English"), max_length=800, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    options = models.JSONField(_("choices"), default=list, blank=True)
    limits = models.JSONField(_("limits"), default=dict, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    show_if = models.JSONField(_("shown if"), null=True, blank=True)
    reference = models.CharField(
        _("used once only"), max_length=12, choices=ReferenceKind, blank=True,
        help_text=_("The same value in another application is pointed out to the applicant and to the official."),
    )  # fmt: skip
    prefill = models.CharField(_("filled in from"), max_length=60, blank=True)
    label = Localised("label")
    help = Localised("help")

    class Meta:
        verbose_name = _("field of a form")
        verbose_name_plural = _("fields of a form")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "code"], name="form_field_once")]

    def __str__(self) -> str:
        return self.label
