"""Days and limits in words, the same on every page and in every message."""

from datetime import date, datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import clock

# Where the weekday stands in brackets behind the day.
WEEKDAYS = {"zh": ("一二三四五六日", "（星期%s）"), "ko": ("월화수목금토일", "(%s)"), "ja": ("月火水木金土日", "(%s)")}


def day_text(day: date) -> str:
    """`Monday 30 November 2026`, `2026年11月30日（星期一）`."""
    text = formats.date_format(day, "DATE_FORMAT")
    language = (translation.get_language() or "")[:2]
    if language in WEEKDAYS:
        names, brackets = WEEKDAYS[language]
        return text + brackets % names[day.weekday()]
    return f"{formats.date_format(day, 'l')} {text}"


def moment_text(moment: datetime) -> str:
    return formats.date_format(moment.astimezone(clock.now().tzinfo), "DATETIME_FORMAT")


def number_of(n: int, unit: str) -> str:
    """So many units of time: `5 working days`, `5 个工作日`."""
    words = {
        "workday": ngettext("%(n)s working day", "%(n)s working days", n),
        "day": ngettext("%(n)s calendar day", "%(n)s calendar days", n),
        "month": ngettext("%(n)s month", "%(n)s months", n),
        "year": ngettext("%(n)s year", "%(n)s years", n),
    }
    return words[unit] % {"n": n}


def by_text(due: date, provisional: bool) -> str:
    """`by Monday 30 November 2026`, marked while that year's holidays are not announced."""
    text = _("by %(day)s") % {"day": day_text(due)}
    return _("%(text)s (provisional: holidays not yet announced)") % {"text": text} if provisional else text
