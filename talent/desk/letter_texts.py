"""The usual text of each kind of letter, in both languages: the drafter begins with it and not with an empty page.

The name and the days are those of the case; of what is sealed the letter itself takes what it needs when it is made.
"""

from django.utils import formats, translation

from talent.cases.enums import CaseKind
from talent.models import TalentCase

TEXTS: dict[str, tuple[str, str]] = {
    CaseKind.INVITATION: (
        "兹邀请{name}{days}来青岛市，由{employer}接待。请予以签证便利。",
        "We invite {name} to Qingdao {days}, hosted by {employer}, and ask for assistance with the visa.",
    ),
    CaseKind.R_VISA: (
        "经审核，{name}符合外国高端人才条件，由{employer}聘用或邀请。现予推荐办理外国高端人才确认函。",
        "Having examined the case, we recommend {name}, engaged or invited by {employer}, for the confirmation letter "
        "of a high-level foreign talent.",
    ),
    CaseKind.GREEN_CHANNEL: (
        "{name}{days}因公来青，由{employer}接待。请予以通关便利。",
        "{name} comes to Qingdao {days}, hosted by {employer}. We ask for passage through the green channel.",
    ),
    CaseKind.PERMITS: (
        "{name}受聘于{employer}，请为其办理外国人来华工作许可和工作类居留许可提供便利。",
        "{name} is employed by {employer}. We ask for assistance with the work permit and the residence permit.",
    ),
    CaseKind.FAMILY: (
        "{name}的随行家属{days}来青，请予以签证和居留便利。",
        "Family members of {name} come along {days}. We ask for assistance with visas and residence.",
    ),
}


def proposed(case: TalentCase) -> dict[str, str]:
    chinese, english = TEXTS[CaseKind(case.kind)]
    person = case.person
    zh = {"name": (person.chinese_name or person.latin_name) if person else "…", "employer": case.employer_name or "…"}
    name_en = case.employer.name_en if case.employer else case.employer_named
    en = {"name": person.latin_name if person else "…", "employer": name_en or case.employer_name or "…"}
    return {
        "body_zh": chinese.format(**zh, days=_days(case, "zh-hans", "于{first}至{last}", "于{first}起")),
        "body_en": english.format(**en, days=_days(case, "en", "from {first} to {last}", "from {first} on")),
    }


def _days(case: TalentCase, language: str, both: str, one: str) -> str:
    with translation.override(language):
        first, last = (formats.date_format(day) if day else "" for day in (case.arrives_on, case.leaves_on))
    return (both if last else one).format(first=first, last=last) if first else ""
