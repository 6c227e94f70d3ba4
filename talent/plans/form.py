"""The planner's questions, for the page and for software alike. The address holds the answers; nothing is stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.dates import day_text
from talent.planning.choices import IN_CHINA, Goal, Permit, Way
from talent.planning.constants import Constant
from talent.planning.days import plus_months
from talent.planning.question import Question
from talent.plans.words import GOALS, PERMITS, WAYS

YES, NO = "yes", "no"
YES_NO = [(YES, _("Yes")), (NO, _("No"))]
PAPERS = ("criminal", "health", "photo", "passport")
DATES = ("date", *PAPERS, "contract_end", "stay_until")
OPTIONAL_DATES = DATES[1:]
# A date of a paper further away is a slip of the key.
MOST_YEARS = 50


def _date(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field = forms.DateField(label=label, help_text=help_text, required=required, widget=widget)
    field.input_formats = ["%Y-%m-%d"]
    field.is_short = True  # type: ignore[attr-defined]
    return field


def _choice(label: Any, choices: Any, help_text: Any = "", initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, initial=initial or None, widget=forms.RadioSelect
    )


class PlanForm(forms.Form):
    """`question` holds what was asked once the form is valid. `limits`: the numbers of the records that bound it."""

    question: Question

    way = _choice(_("How you come, or whether you are here"), list(WAYS.items()))
    goal = _choice(_("Which day you know"), list(GOALS.items()))
    date = _date(_("That day"), _("Whoever has arrived already gives the day of arrival."), required=True)
    permit = _choice(
        _("Class of the work permit"), list(PERMITS.items()),
        _("The points calculator tells which one it may be."), Permit.UNKNOWN,
    )  # fmt: skip
    family = _choice(_("Your family comes along"), YES_NO, initial=NO)
    long = _choice(
        _("You stay for a year or more"), YES_NO, _("A long residence permit needs a health certificate."), YES
    )
    registered = _choice(
        _("Your employer has had a foreigner’s work permit before"), YES_NO,
        _("Then it is registered in the work-permit system already."), NO,
    )  # fmt: skip
    criminal = _date(_("No-criminal-record certificate: issued on"))
    health = _date(_("Health certificate: issued on"))
    photo = _date(_("Photograph: taken on"))
    passport = _date(_("Passport: expires on"))
    contract_end = _date(_("Your old contract ends on"), _("Only for a change of employer."))
    stay_until = _date(_("Your present stay ends on"), _("Only for those who are in China already."))

    def __init__(self, data: Any = None, *, horizon: Constant, look_back: Constant) -> None:
        super().__init__(data)
        today = clock.today()
        self.first = plus_months(today, -look_back.long)
        self.last = plus_months(today, horizon.long)
        self.label_suffix = ""

    def clean_date(self) -> dt.date:
        day = self.cleaned_data["date"]
        if not self.first <= day <= self.last:
            bounds = {"first": day_text(self.first), "last": day_text(self.last)}
            raise forms.ValidationError(_("Give a day from %(first)s to %(last)s."), params=bounds)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_papers(cleaned)
        way, goal = cleaned.get("way"), cleaned.get("goal")
        if way in IN_CHINA and goal == Goal.ARRIVE:
            self.add_error("goal", _("You are in China already: give the day on which you must start work."))
        if not self.errors:
            self.question = self._question(cleaned)
        return cleaned

    def _clean_papers(self, cleaned: dict[str, Any]) -> None:
        today = clock.today()
        for name in ("criminal", "health", "photo"):
            if (cleaned.get(name) or today) > today:
                self.add_error(name, _("This day is yet to come. Leave it empty for a paper that you do not have yet."))
        for name in OPTIONAL_DATES:
            day = cleaned.get(name)
            if day and name not in self.errors and abs(day.year - today.year) > MOST_YEARS:
                self.add_error(name, _("Check the year."))

    def _question(self, cleaned: dict[str, Any]) -> Question:
        here = cleaned["way"] in IN_CHINA
        return Question(
            way=Way(cleaned["way"]),
            goal=Goal(cleaned["goal"]),
            date=cleaned["date"],
            today=clock.today(),
            permit=Permit(cleaned["permit"]),
            family=cleaned["family"] == YES,
            long=cleaned["long"] == YES,
            registered=cleaned["registered"] == YES,
            papers={name: cleaned[name] for name in PAPERS if cleaned.get(name)},
            contract_end=cleaned.get("contract_end") if cleaned["way"] == Way.CHANGE else None,
            stay_until=cleaned.get("stay_until") if here else None,
        )

    def query(self) -> dict[str, str]:
        """The answers for an address: only what was asked, and nothing that is empty."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else str(value)
            for name, value in self.cleaned_data.items()
            if value
        }


def problems_of(form: PlanForm) -> dict[str, str]:
    """The first sentence of each wrong answer."""
    return {name: str(errors[0]) for name, errors in form.errors.items()}
