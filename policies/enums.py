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


class Audience(models.TextChoices):
    """Whom a document speaks to."""

    ENTERPRISE = "enterprise", _("Enterprises")
    SMALL = "small", _("Small and medium-sized enterprises")
    FOREIGN_INVESTED = "foreign", _("Foreign-invested enterprises")
    OPERATOR = "operator", _("Operators of parks, bases and platforms")
    TALENT = "talent", _("Foreign professionals")
    PUBLIC = "public", _("Everybody")


class RevisionSubject(models.TextChoices):
    POLICY = "policy", _("Policy document")
    MEASURE = "measure", _("Support measure")


class RevisionState(models.TextChoices):
    """Where an edit stands; moved by `policies/workflow.py` alone."""

    DRAFT = "draft", _("Draft")
    CHECKING = "checking", _("With the second pair of eyes")
    SCHEDULED = "scheduled", _("Checked, to be published on its day")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class ChangeKind(models.TextChoices):
    """What happened to a document or measure that its followers are told of."""

    NEW = "new", _("New")
    AMENDED = "amended", _("Changed")
    LAPSED = "lapsed", _("No longer in force")
    REPLACED = "replaced", _("Replaced")


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
