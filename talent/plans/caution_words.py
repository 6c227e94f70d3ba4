"""Each caution of a plan as one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from talent.planning.choices import Goal
from talent.planning.plan import Caution
from talent.plans.words import PERMITS, on, paper_name, span_text, step_title

Facts = Mapping[str, Any]


def caution_text(caution: Caution) -> str:
    return SENTENCES[caution.code](caution.facts)


def _past(facts: Facts) -> str:
    text = _("%(day)s lies in the past.") % {"day": on(facts["date"])}
    return f"{text} {_first(facts)}".strip()


def _first(facts: Facts) -> str:
    if facts["first"] is None:
        return ""
    if facts["goal"] is Goal.ARRIVE:
        return _("From today on, the earliest day of arrival is %(day)s.") % {"day": on(facts["first"])}
    return _("From today on, the earliest first day of work is %(day)s.") % {"day": on(facts["first"])}


def _begin(facts: Facts) -> str:
    if not facts["step"]:
        return ""
    return _("By the time limits this should have been done by %(day)s: %(step)s.") % {
        "day": on(facts["latest"]), "step": step_title(facts["step"]),
    }  # fmt: skip


def _too_late(facts: Facts) -> str:
    text = _("There is not enough time until %(day)s.") % {"day": on(facts["date"])}
    return " ".join(part for part in (text, _first(facts), _begin(facts)) if part)


def _tight(facts: Facts) -> str:
    text = _("It works out only if the authorities are quicker than their limits.")
    return f"{text} {_begin(facts)}".strip()


def _lapsed(facts: Facts) -> str:
    if facts["paper"] == "passport":
        return _(
            "The passport is not valid for long enough: it does until %(until)s and is needed on %(needed)s at the "
            "earliest. Renew it first; the new one must be valid until %(from)s at least."
        ) % _paper(facts, "needed")  # fmt: skip
    return _(
        "The %(paper)s will have lapsed: it counts until %(until)s and is needed on %(needed)s at the earliest. Get a "
        "new one that is issued on %(from)s or later."
    ) % _paper(facts, "needed")  # fmt: skip


def _lapses(facts: Facts) -> str:
    return _(
        "The %(paper)s counts until %(until)s only, and %(needed)s would otherwise be early enough. The latest days "
        "below are earlier because of it; or get a new one."
    ) % _paper(facts, "needed_last")  # fmt: skip


def _paper(facts: Facts, needed: str) -> dict[str, str]:
    return {
        "paper": paper_name(facts["paper"]), "until": on(facts["until"]), "needed": on(facts[needed]),
        "from": on(facts["issued_from"]),
    }  # fmt: skip


def _stay(facts: Facts) -> str:
    return _(
        "Your stay ends on %(day)s, before the residence permit is applied for. Apply for an extension by %(by)s "
        "(%(span)s before the stay ends), or begin earlier."
    ) % {"day": on(facts["day"]), "by": on(facts["apply_by"]), "span": span_text(facts["constant"])}  # fmt: skip


def _r_class(facts: Facts) -> str:
    return _(
        "The R visa rests on a route into class A; you answered: %(permit)s. Come with a Z visa, or look for a route "
        "into class A."
    ) % {"permit": PERMITS[facts["permit"]]}  # fmt: skip


def _limit(sentence: str) -> Callable[[Facts], str]:
    def say(facts: Facts) -> str:
        return _(sentence) % {
            "step": step_title(facts["step"]), "limit": on(facts["limit"]), "day": on(facts.get("day")),
            "earliest": on(facts.get("earliest")),
        }  # fmt: skip

    return say


def _plain(sentence: str) -> Callable[[Facts], str]:
    def say(facts: Facts) -> str:
        return _(sentence) % {name: on(value) for name, value in facts.items() if name in ("day", "date")}

    return say


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "past": _past,
    "too_late": _too_late,
    "tight": _tight,
    "paper_lapsed": _lapsed,
    "paper_lapses": _lapses,
    "stay_ends": _stay,
    "stay_may_end": _stay,
    "r_class": _r_class,
    "overdue": _limit(gettext_noop("The limit is over since %(limit)s: %(step)s. Do it at once.")),
    "collides": _limit(gettext_noop(
        "The limit ends too early: %(step)s by %(limit)s, but it can be done on %(earliest)s at the earliest. Ask a "
        "hotline before you go on."
    )),
    "rolled": _limit(gettext_noop(
        "%(step)s: the limit would end on %(day)s, which is not a working day, so it ends on %(limit)s. That it moves "
        "on is general knowledge, to be verified; go earlier to be safe."
    )),
    "no_work": _plain(gettext_noop(
        "Nobody may work in China on this way of entry. Whoever is to work needs a Z or R visa, a work permit and a "
        "residence permit."
    )),
    "k_work": _plain(gettext_noop(
        "A K visa needs no employer. Our sources do not say that it allows work for one, so no first day of work is "
        "planned; ask a hotline."
    )),
    "stay_over": _plain(gettext_noop("Your stay ended on %(day)s. Go to the exit-entry administration at once.")),
    "r_stay": _plain(gettext_noop(
        "An R visa lets you enter and stay; for longer work you need work permit and residence permit all the same. "
        "The plan waits for both."
    )),
    "inside_class": _plain(gettext_noop(
        "Only some may apply inside China: class A with any valid visa, a change of employer in the same occupation, "
        "family of citizens or of permit holders. All others leave and come back with a Z visa."
    )),
    "unknown_class": _plain(gettext_noop(
        "You do not know your class: the earliest days rest on the quickest decision, the latest days on the slowest."
    )),
    "contract_runs": _plain(gettext_noop(
        "The old contract runs until %(day)s, later than the first day of work on %(date)s. Settle this with both "
        "employers first."
    )),
    "missions": _plain(gettext_noop(
        "Missions abroad keep their own holidays as well; the time for a visa is counted in China’s working days."
    )),
    "free_stay": _plain(gettext_noop(
        "The stay in transit is counted by the hour. Under another exemption from visas, its own number of days holds."
    )),
    "port_ground": _plain(gettext_noop(
        "A port visa is for urgent grounds only: a humanitarian emergency, urgent business, an emergency repair, "
        "another urgent need to which the competent authority agrees, or a tour group. With time for a visa, apply "
        "abroad."
    )),
    "port_entry": _plain(gettext_noop(
        "You enter once, at the port that issues the visa. Let your host ask 12367 before you set off whether that "
        "port issues visas and how long the answer takes; our sources give no time for the answer."
    )),
    "port_stay": _plain(gettext_noop(
        "The stay on a port visa ends on its last day, be it a holiday or not. The visa itself may allow fewer days; "
        "leave by the day that it names."
    )),
    "visa_stay": _plain(gettext_noop("How long you may stay is written on the visa; leave by that day.")),
    "family_inside": _plain(gettext_noop(
        "The family’s permits follow yours: their dates depend on the papers that they hold today. Ask a hotline."
    )),
    "provisional": _plain(gettext_noop(
        "Some days lie in a year whose holidays are not announced yet. They are provisional; look again after the "
        "State Council’s notice."
    )),
}  # fmt: skip
