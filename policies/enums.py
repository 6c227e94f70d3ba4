"""States and kinds of what the city publishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    DISTRICT = "district", pgettext_lazy("level", "District")


class PolicyState(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    LAPSED = "lapsed", _("No longer in force")
    REPEALED = "repealed", _("Repealed")
    AMENDED = "amended", _("Amended")


class Audience(models.TextChoices):
    """Whom a document speaks to."""

    ENTERPRISE = "enterprise", pgettext_lazy("audience", "Enterprises")
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


class Frequency(models.TextChoices):
    """How often a follower is told."""

    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly, on Mondays")


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


class LinkTrouble(models.TextChoices):
    """Why an address in our texts does not answer."""

    NO_HOST = "no_host", _("There is no such host.")
    PRIVATE = "private", _("The address leads into a private network, so it is not asked.")
    NO_PAGE = "no_page", _("This is no address of a web page.")
    SILENT = "silent", _("No answer in time.")
    CERTIFICATE = "certificate", _("Its certificate is not valid.")
    FAILED = "failed", _("The connection failed.")
    STATUS = "status", _("The server says that there is no such page.")
    CIRCLE = "circle", _("It leads on too often.")


class ProgressKind(models.TextChoices):
    """How sure a figure is that the bureau supplied."""

    REPORTED = "reported", _("Reported figure")
    PRELIMINARY = "preliminary", _("Preliminary figure")


class ProgressPeriod(models.IntegerChoices):
    """The months of a year that a figure covers, always from January on."""

    QUARTER = 3, _("January to March")
    HALF = 6, _("January to June")
    THREE_QUARTERS = 9, _("January to September")
    YEAR = 12, _("Whole year")


class SourceTag(models.TextChoices):
    """Whence a statement comes, by the letters of the data files."""

    ARTICLE = "A", _("stated in the article")
    PUBLISHED = "S", _("found in a published page")
    LAW = "L", _("read in the text of the law")
    COMPUTED = "R", _("computed or checked")
    GENERAL = "GK", _("from general knowledge, to be verified")
    DEMO = "D", _("demo data")


class VenueKind(models.TextChoices):
    """What kind of place the plan names."""

    FAIR = "fair", _("Fairs")
    ZONE = "zone", _("Zones")
    PARK = "park", _("Parks")
    FACILITY = "facility", _("Facilities")


class ImportNoun(models.TextChoices):
    """What can be brought in as a file."""

    POLICIES = "policy", _("Policy documents")
    MEASURES = "measure", _("Support measures")
    INDICATORS = "indicator", _("Indicators")
    ENTRIES = "negativelistentry", _("Negative-list entries")
    BASES = "base", _("Export bases")


class ImportPhase(models.TextChoices):
    """Where a file that was brought in stands."""

    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    CHECKED = "checked", _("Read; nothing is changed yet")
    APPLYING = "applying", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")
