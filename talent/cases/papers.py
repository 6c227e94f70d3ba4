"""The papers of a case in the reader's language; which kind of case asks for which stands in data/cases.yaml."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from talent.cases.table import paper_row, row_of_kind

NAMES: dict[str, tuple[Any, Any]] = {
    "passport": (
        _("Passport, page with the photograph"),
        _("A colour scan with all four corners; the two lines at the foot must be readable."),
    ),
    "photo": (_("Recent photograph"), _("Taken within 6 months, from the front, on a white ground.")),
    "inviter_letter": (
        _("Letter of the inviting or recommending employer"),
        _("With the employer’s seal; it says why and when you come."),
    ),
    "itinerary": (_("Itinerary"), _("Days and places.")),
    "talent_proof": (_("Evidence for class A"), _("Proof of any one route to class A.")),
    "cv": (_("Curriculum vitae"), _("In Chinese or English.")),
    "employer_letter": (
        _("Letter of the employer"),
        _("With the employer’s seal; it says what should be made easier."),
    ),
    "contract": (_("Contract or assignment letter"), _("Chinese text, signed and sealed.")),
    "degree": (_("Highest degree with authentication"), _("A foreign degree needs its authentication.")),
    "no_crime": (_("No-criminal-record certificate with authentication"), _("Issued within 6 months.")),
    "health": (_("Health certificate"), _("Valid for 6 months.")),
    "relation_proof": (
        _("Proof of the relationship"),
        _("Marriage or birth certificate, with its Chinese translation."),
    ),
}


@dataclass(frozen=True)
class CasePaper:
    """`term` is the Chinese name to say at a counter; `sensitive` the kind of consent that it needs, if any."""

    code: str
    name: Any
    how: Any
    term: str
    optional: bool
    sensitive: str


def paper(code: str) -> CasePaper:
    row = paper_row(code)
    name, how = NAMES[code]
    return CasePaper(code, name, how, row["zh"], row.get("optional", False), row.get("sensitive", ""))


def papers_of(kind: str) -> list[CasePaper]:
    return [paper(code) for code in row_of_kind(kind)["papers"]]
