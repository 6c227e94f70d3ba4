"""The lists, and what a check against them can say (domain facts, section 3.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CreditCategory(models.TextChoices):
    """The lists that bar an enterprise from fiscal funds (山东省社会信用条例 art. 28)."""

    JUDGMENT_DEBTOR = "judgment_debtor", _("Dishonest judgment debtor")
    TAX = "tax", _("Serious tax offender")
    MARKET = "market", _("Serious breach of market rules")
    WAGES = "wages", _("Arrears of migrant workers’ wages")
    STATISTICS = "statistics", _("Serious statistical dishonesty")
    CUSTOMS = "customs", _("Dishonest enterprise of the customs")
    ABNORMAL_OPERATION = "abnormal", _("Abnormal-operation list")


# Can be lifted by the enterprise itself within days: a support waits for that and is not lost.
CURABLE = frozenset({CreditCategory.ABNORMAL_OPERATION})


class CreditMoment(models.TextChoices):
    """When a case is checked (data/process.yaml, stage credit: repeat_before)."""

    FILING = "filing", _("Filing")
    DECISION = "decision", _("Decision")
    PUBLICITY = "publicity", _("Public notice")
    PAYMENT = "payment", _("Payment")


class CreditResult(models.TextChoices):
    CLEAN = "clean", pgettext_lazy("credit", "Nothing found")
    CURABLE = "curable", _("Curable record found")
    LISTED = "listed", _("On a list of serious dishonesty")


TONES = {CreditResult.CLEAN: "pine", CreditResult.CURABLE: "sand", CreditResult.LISTED: "tile"}
