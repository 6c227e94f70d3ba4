"""The plan in words: steps with the terms to say at a counter, who acts, papers. Cautions are in `caution_words`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.dates import day_text, number_of
from talent import limits
from talent.planning.choices import Goal, Permit, Way, Who
from talent.planning.constants import MONTH, Constant
from talent.planning.days import Day

# What a step is, the official term, and the number of its step on the path (none: no step of it).
STEPS: dict[str, tuple[Any, str, int | None]] = {
    "register": (gettext_lazy("Register the employer in the work-permit system"), "单位注册", 1),
    "file_letter": (gettext_lazy("Apply online for the notification letter"), "外国人工作许可通知", 2),
    "file_confirmation": (gettext_lazy("Apply for the confirmation letter of the R visa"), "外国高端人才确认函", None),
    "file_permit": (gettext_lazy("Apply for the work permit inside China"), "外国人来华工作许可", 2),
    "review": (gettext_lazy("The preliminary review is over"), "预审", 3),
    "letter": (gettext_lazy("The notification letter is issued"), "外国人工作许可通知", 4),
    "confirmation": (gettext_lazy("The confirmation letter is issued"), "外国高端人才确认函", None),
    "apply_visa": (gettext_lazy("Apply for the visa at the Chinese mission abroad"), "签证申请", 5),
    "visa": (gettext_lazy("The visa is issued"), "签证", 5),
    "file_invitation": (gettext_lazy("The host files the invitation and the proof of urgency"), "邀请函", None),
    "port_visa": (gettext_lazy("Apply for the visa on arrival, at the port that issues it"), "口岸签证", None),
    "family_apply_visa": (gettext_lazy("The family applies for its visas"), "家属签证", 5),
    "family_visa": (gettext_lazy("The family’s visas are issued"), "家属签证", 5),
    "entry": (gettext_lazy("Arrive in China"), "入境", 6),
    "lodging": (gettext_lazy("Register where you stay, by the hotel or at the police station"), "住宿登记", 6),
    "family_lodging": (gettext_lazy("Register where the family stays"), "住宿登记", 6),
    "health_check": (gettext_lazy("Have the health check"), "体检", 7),
    "health_result": (gettext_lazy("The health certificate is there"), "体检证明", 7),
    "claim": (gettext_lazy("Claim the work permit"), "外国人来华工作许可", 8),
    "permit": (gettext_lazy("The work permit is issued"), "外国人来华工作许可", 8),
    "card": (gettext_lazy("Register the electronic social-security card that carries the permit"), "电子社保卡", 9),
    "file_residence": (gettext_lazy("Apply in person for the residence permit for work"), "工作类居留证件", 10),
    "family_residence": (gettext_lazy("The family applies for its residence permits"), "居留证件", 10),
    "residence": (gettext_lazy("The residence permit is issued"), "工作类居留证件", 10),
    "work": (gettext_lazy("First day of work"), "上岗", None),
    "insurance": (gettext_lazy("Register for social insurance"), "社会保险登记", 11),
    "cancel": (gettext_lazy("The former employer cancels the old work permit"), "注销工作许可", 12),
    "leave": (gettext_lazy("Leave China"), "出境", None),
}  # fmt: skip
WHO = {
    Who.EMPLOYER: gettext_lazy("Your employer"),
    Who.HOST: gettext_lazy("Your host in China"),
    Who.PERSON: gettext_lazy("You"),
    Who.AUTHORITY: gettext_lazy("The authority"),
    Who.MISSION: gettext_lazy("The Chinese mission abroad"),
    Who.BOTH: gettext_lazy("You and your employer"),
    Who.FAMILY: gettext_lazy("Your family"),
}
# Name and official term of the papers that lapse.
PAPERS: dict[str, tuple[Any, str]] = {
    "criminal": (gettext_lazy("No-criminal-record certificate"), "无犯罪记录证明"),
    "health": (gettext_lazy("Health certificate"), "体检证明"),
    "photo": (gettext_lazy("Photograph"), "照片"),
    "passport": (gettext_lazy("Passport"), "护照"),
}
WAYS = {
    Way.Z: gettext_lazy("I am abroad and come to work with a Z visa"),
    Way.R: gettext_lazy("I am abroad and come with an R visa for high-level talent"),
    Way.K: gettext_lazy("I come with a K visa for young science and technology talent"),
    Way.M: gettext_lazy("I come for business with an M visa"),
    Way.F: gettext_lazy("I come for exchange or study visits with an F visa"),
    Way.PORT: gettext_lazy("I come in an emergency with a visa issued at the port of entry"),
    Way.FREE: gettext_lazy("I come without a visa, in transit"),
    Way.INSIDE: gettext_lazy("I am in China on a valid visa and have found an employer"),
    Way.CHANGE: gettext_lazy("I work in China and change my employer"),
}
GOALS = {
    Goal.ARRIVE: gettext_lazy("The day on which I arrive"),
    Goal.START: gettext_lazy("The day on which I must start work"),
}
PERMITS = {
    Permit.A: gettext_lazy("Class A, high-end talent"),
    Permit.B: gettext_lazy("Class B, professionals"),
    Permit.C: gettext_lazy("Class C, others"),
    Permit.UNKNOWN: gettext_lazy("I do not know"),
}


def step_title(code: str) -> str:
    return str(STEPS[code][0]) if code else ""


def paper_name(code: str) -> str:
    return str(PAPERS[code][0])


def span_text(constant: Constant, anchor: str = "") -> str:
    """`within 30 calendar days after entry`, `6 months`."""
    if constant.unit != MONTH:
        return limits.sentence(constant.least, constant.most, constant.unit, anchor)
    if constant.most is None:
        return _("at least %(span)s") % {"span": number_of(constant.short, MONTH)}
    return number_of(constant.long, MONTH)


def on(day: Day | dt.date | None) -> str:
    """`Monday 30 November 2026`, marked while that year's holidays are not announced."""
    if day is None:
        return ""
    if isinstance(day, dt.date):
        return day_text(day)
    text = day_text(day.on)
    return _("%(day)s (provisional)") % {"day": text} if day.provisional else text
