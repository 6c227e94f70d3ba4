"""States and kinds of what the city publishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyKind(models.TextChoices):
    PLAN = "plan", _("Plan")
    MEASURE = "measure", _("Support measures")
    NOTICE = "notice", _("Circular")
    EXPLANATION = "explanation", _("Explanation")
    LAW = "law", _("Law or regulation")
    OPINION = "opinion", _("Opinions")


class PolicyLevel(models.TextChoices):
    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")


class PolicyState(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    LAPSED = "lapsed", _("No longer in force")
    REPEALED = "repealed", _("Repealed")
    AMENDED = "amended", _("Amended")


class Allocation(models.TextChoices):
    """How the money of a measure is given out."""

    ENTITLEMENT = "entitlement", _("Entitlement")
    COMPETITIVE = "competitive", _("Competitive")


class PaperFormat(models.TextChoices):
    AUTO = "auto", _("Fetched by the portal")
    GENERATED = "generated", _("Filled in by the portal")
    PDF = "pdf", _("PDF")
    PDF_SIGNED = "pdf_signed", _("Signed PDF")
    FORM = "form", _("Online form")
    XLSX = "xlsx", _("Excel table")


class IndicatorKind(models.TextChoices):
    ACTUAL = "actual", _("Reported figure")
    TARGET = "target", _("Target")


class Geography(models.TextChoices):
    QINGDAO = "QD", _("Qingdao")
    CHINA = "CN", _("China")
    WORLD = "W", _("World")


class Flow(models.TextChoices):
    EXPORT = "export", _("Exports")
    IMPORT = "import", _("Imports")


class Comparison(models.TextChoices):
    GTE = "gte", _("at least")
    LTE = "lte", _("at most")
    GT = "gt", _("more than")
    LT = "lt", _("less than")
    EQ = "eq", _("exactly")
