"""Kinds of things on the path to a residence permit. Values are stored and stand in the data file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceKind(TextChoices):
    """Where a fact comes from; the letter stands in the data file, the words on the page."""

    PUBLISHED = "S", _("a published page; the bureau has yet to compare it with the original")
    LAW = "L", _("read in the text of the law")
    GENERAL = "GK", _("from general knowledge, to be verified by the operator")
    ARTICLE = "A", _("the newspaper article that announced the plan")
    RUN = "R", _("computed or checked by running")
    DEMO = "D", _("a design proposal or invented demo data")

    @classmethod
    def read(cls, letters: str) -> "list[SourceKind]":
        """The kinds behind letters with commas, in the order above; letters that are none are left out."""
        given = {letter.strip() for letter in letters.split(",")}
        return [kind for kind in cls if kind.value in given]

    @property
    def short(self) -> str:
        """Two or three words for a table; the page's legend says the rest."""
        return str(SHORT_SOURCES[self.value])


SHORT_SOURCES = {
    "S": _("published page"),
    "L": _("text of the law"),
    "GK": _("to be verified"),
    "A": _("newspaper article"),
    "R": _("computed"),
    "D": _("demo data"),
}


class Actor(TextChoices):
    """Who acts in a step of the path."""

    EMPLOYER = "employer", _("Your employer")
    APPLICANT = "applicant", _("You, the applicant")
    PERMIT_AUTHORITY = "permit_authority", _("The permit authority")
    BOTH = "both", _("You and your employer")


class LimitUnit(TextChoices):
    WORKDAY = "workday", _("working day")
    DAY = "day", _("calendar day")
    HOUR = "hour", _("hour")


class LimitKind(TextChoices):
    """How binding a limit is; an empty value means that nobody has said so yet."""

    LEGAL = "legal", _("set by law")
    PROMISED = "promised", _("promised")
    USUAL = "usual", _("usual")


class Anchor(TextChoices):
    """The event from which a limit counts, or before which it ends."""

    ENTRY = "entry", _("after entry")
    CHANGE = "change", _("after the change")
    CONTRACT_END = "contract_end", _("after the contract ends")
    EXPIRY = "expiry", _("before expiry")


class LimitSubject(TextChoices):
    """What a limit is about, where a step has several."""

    CLASS_A = "A", _("Class A")
    CLASS_B = "B", _("Class B")
    CLASS_C = "C", _("Class C")
    HANDLING = "handling", _("Then, handling of the application")
    DECISION = "decision", _("Decision by the authority")
    RESIDENCE_RENEWAL = "residence_renewal", _("Renewal of the residence permit")
    RESIDENCE_CHANGE = "residence_change", _("Change of the residence permit")
    PERMIT_RENEWAL = "permit_renewal", _("Renewal of the work permit")
    CANCELLATION = "cancellation", _("Cancellation of the work permit")


class FeeBand(TextChoices):
    """Fees of a residence permit by its length."""

    UNDER_1Y = "under_1y", _("Valid for less than 1 year")
    FROM_1_TO_3Y = "1_to_3y", _("Valid for 1 to 3 years")
    FROM_3_TO_5Y = "3_to_5y", _("Valid for 3 to 5 years")


class Relation(TextChoices):
    """How a family member belongs to the person."""

    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    OTHER = "other", _("other relative")


class ConsentKind(TextChoices):
    """What is agreed to separately (PIPL 29; talent/consents.py says what each covers)."""

    PASSPORT = "passport", _("Passport data and scan")
    HEALTH = "health", _("Health papers")
    CRIMINAL_RECORD = "criminal_record", _("Certificate of no criminal record")
    FAMILY = "family", _("Data of family members")
    SHARE_EMPLOYER = "share_employer", _("Showing my details to the employer")
    SHARE_AUTHORITY = "share_authority", _("Passing my papers on to the authorities that confirm them")


class ClearField(TextChoices):
    """What can be seen in clear, each view of which is recorded."""

    BIRTH_DATE = "birth_date", _("date of birth")
    PASSPORT_NUMBER = "passport_number", _("passport number")
    PASSPORT_EXPIRES_ON = "passport_expires_on", _("end of the passport’s validity")
    FILE = "file", _("sealed file")


class GuideGroup(TextChoices):
    """What a guide is for, as the front page and the list sort them."""

    WORK = "work", _("Work permits")
    VISA = "visa", _("Visas")
    ARRIVAL = "arrival", _("After arrival")
    RESIDENCE = "residence", _("Residence")
    ENTRY = "entry", _("Entry without a visa from home")


class GuideElement(TextChoices):
    """What a government service guide must say (国办发〔2017〕47号); the first eight words are that notice's."""

    NAME = "name", _("Name of the matter")
    BASIS = "basis", _("Legal basis")
    CONDITION = "condition", _("Conditions")
    PAPERS = "papers", pgettext_lazy("of a service guide", "Papers")
    PLACE = "place", pgettext_lazy("of a service guide", "Place")
    HOURS = "hours", _("Opening hours")
    PHONE = "phone", _("Phone")
    STEPS = "steps", _("Steps")
    LIMIT = "limit", _("Time limit")
    FEE = "fee", pgettext_lazy("of a service guide", "Fee")
    FORM = "form", pgettext_lazy("of a service guide", "Form")


class FactElement(TextChoices):
    """The elements that are said in sentences."""

    BASIS = "basis", _("Legal basis")
    CONDITION = "condition", _("Conditions")
    PLACE = "place", pgettext_lazy("of a service guide", "Place")
    HOURS = "hours", _("Opening hours")
    PHONE = "phone", _("Phone")
    LIMIT = "limit", _("Time limit")
    FEE = "fee", pgettext_lazy("of a service guide", "Fee")
    FORM = "form", pgettext_lazy("of a service guide", "Form")


class Asked(TextChoices):
    """Whether a paper is asked for in this form; `ask` where nobody has said so yet."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    ASK = "ask", _("ask the authority")


class PaperKind(TextChoices):
    """Papers that a person gives; each is sealed, and kept as long as the rule for its kind says."""

    PASSPORT = "passport", _("Passport: the page with the photograph")
    PHOTO = "photo", _("Photograph")
    HEALTH = "health", _("Health certificate")
    CRIMINAL_RECORD = "criminal_record", _("Certificate of no criminal record")
    DEGREE = "degree", _("Degree or professional certificate")
    EXPERIENCE = "experience", _("Proof of work experience")
    FAMILY = "family", _("Proof of marriage or birth")
    OTHER = "other", _("Another paper")


class RetentionKind(TextChoices):
    """What is deleted by the clock."""

    PASSPORT_SCAN = "passport_scan", _("Passport scans and photographs")
    SENSITIVE_PAPER = "sensitive_paper", _("Health papers and certificates of no criminal record")
    OTHER_PAPER = "other_paper", _("Other papers")
    UNUSED_PERSON = "unused_person", _("Details of a person without a case")
    CONSENT = "consent", _("Consents that were withdrawn")


class CountedFrom(TextChoices):
    DECISION = "decision", _("the decision, or the upload where no case followed")
    CLOSURE = "closure", _("the end of the last case")
    LAST_CHANGE = "last_change", _("the last change")
    WITHDRAWAL = "withdrawal", _("the withdrawal")
