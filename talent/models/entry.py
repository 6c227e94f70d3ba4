"""Ways into the country and ways to stay: visas, entry without one, permanent residence, and the fines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talent.models.base import Checked
from talent.models.words import Told


class VisaType(Checked):
    """A letter of visa and its purpose. An empty field was not said, which is not the same as "no"."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    needs_zh = models.CharField(_("needs, in Chinese"), max_length=300, blank=True)
    needs_en = models.CharField(_("needs, in English"), max_length=300, blank=True)
    condition_zh = models.CharField(_("condition in Chinese"), max_length=300, blank=True)
    condition_en = models.CharField(_("condition in English"), max_length=300, blank=True)
    leads_to_zh = models.CharField(_("leads to, in Chinese"), max_length=200, blank=True)
    leads_to_en = models.CharField(_("leads to, in English"), max_length=200, blank=True)
    validity_zh = models.CharField(_("validity in Chinese"), max_length=100, blank=True)
    validity_en = models.CharField(_("validity in English"), max_length=100, blank=True)
    entries_zh = models.CharField(_("entries in Chinese"), max_length=50, blank=True)
    entries_en = models.CharField(_("entries in English"), max_length=50, blank=True)
    stay_days = models.PositiveSmallIntegerField(_("days of each stay"), null=True, blank=True)
    fee_zh = models.CharField(_("fee in Chinese"), max_length=100, blank=True)
    fee_en = models.CharField(_("fee in English"), max_length=100, blank=True)
    confirm_letter_workdays = models.PositiveSmallIntegerField(
        _("working days for the confirmation letter"), null=True, blank=True
    )
    family_zh = models.CharField(_("family in Chinese"), max_length=200, blank=True)
    family_en = models.CharField(_("family in English"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    employer_needed = models.BooleanField(_("employer needed"), null=True, blank=True)
    work_allowed = models.BooleanField(_("work allowed"), null=True, blank=True)
    warning_zh = models.CharField(_("warning in Chinese"), max_length=300, blank=True)
    warning_en = models.CharField(_("warning in English"), max_length=300, blank=True)
    name = Told("name")
    needs = Told("needs")
    condition = Told("condition")
    leads_to = Told("leads_to")
    validity = Told("validity")
    entries = Told("entries")
    fee = Told("fee")
    family = Told("family")
    warning = Told("warning")

    class Meta:
        verbose_name = _("type of visa")
        verbose_name_plural = _("types of visas")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EntryWithoutVisa(Checked):
    """A way to enter without a visa from a mission abroad. Its lists change by announcement, so it is dated."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    countries = models.PositiveSmallIntegerField(_("countries"), null=True, blank=True)
    ports = models.PositiveSmallIntegerField(_("ports"), null=True, blank=True)
    provinces = models.PositiveSmallIntegerField(_("provinces"), null=True, blank=True)
    qingdao_ports_zh = models.CharField(_("ports in Qingdao, in Chinese"), max_length=200, blank=True)
    qingdao_ports_en = models.CharField(_("ports in Qingdao, in English"), max_length=200, blank=True)
    area_zh = models.CharField(_("area in Chinese"), max_length=200, blank=True)
    area_en = models.CharField(_("area in English"), max_length=200, blank=True)
    allowed_zh = models.CharField(_("allowed, in Chinese"), max_length=300, blank=True)
    allowed_en = models.CharField(_("allowed, in English"), max_length=300, blank=True)
    not_allowed_zh = models.CharField(_("not allowed, in Chinese"), max_length=300, blank=True)
    not_allowed_en = models.CharField(_("not allowed, in English"), max_length=300, blank=True)
    grounds_zh = models.CharField(_("grounds in Chinese"), max_length=400, blank=True)
    grounds_en = models.CharField(_("grounds in English"), max_length=400, blank=True)
    papers_zh = models.CharField(_("papers in Chinese"), max_length=300, blank=True)
    papers_en = models.CharField(_("papers in English"), max_length=300, blank=True)
    stay_days_max = models.PositiveSmallIntegerField(_("longest stay in days"), null=True, blank=True)
    single_entry = models.BooleanField(_("single entry"), null=True, blank=True)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=200, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=200, blank=True)
    note_zh = models.CharField(_("warning in Chinese"), max_length=400, blank=True)
    note_en = models.CharField(_("warning in English"), max_length=400, blank=True)
    name = Told("name")
    qingdao_ports = Told("qingdao_ports")
    area = Told("area")
    allowed = Told("allowed")
    not_allowed = Told("not_allowed")
    grounds = Told("grounds")
    papers = Told("papers")
    basis = Told("basis")
    note = Told("note")

    class Meta:
        verbose_name = _("entry without a visa")
        verbose_name_plural = _("entry without a visa")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class ResidenceRoute(Checked):
    """A route to permanent residence."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=300)
    detail_zh = models.CharField(_("conditions in Chinese"), max_length=300, blank=True)
    detail_en = models.CharField(_("conditions in English"), max_length=300, blank=True)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=200, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=200, blank=True)
    name = Told("name")
    detail = Told("detail")
    basis = Told("basis")

    class Meta:
        verbose_name = _("route to permanent residence")
        verbose_name_plural = _("routes to permanent residence")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Penalty(Checked):
    """A fine for illegal work; amounts in words, as the law states them."""

    name_zh = models.CharField(_("name in Chinese"), max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_en = models.CharField(_("name in English"), max_length=200)
    fine_zh = models.CharField(_("fine in Chinese"), max_length=200, blank=True)
    fine_en = models.CharField(_("fine in English"), max_length=200, blank=True)
    note_zh = models.CharField(_("note in Chinese"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=200, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=200, blank=True)
    name = Told("name")
    fine = Told("fine")
    note = Told("note")
    basis = Told("basis")

    class Meta:
        verbose_name = _("fine")
        verbose_name_plural = _("fines")
        ordering = ["order", "name_zh"]

    def __str__(self) -> str:
        return self.name
