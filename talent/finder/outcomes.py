"""Where the finder's ways end: guides and authorities, each with its reason. No tables, no queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Reasons = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Outcome:
    """`guides`: (slug, reason); `authorities`: (code of a `Referral`, reason) where somebody else decides, so that the
    record says who that is now; `remark`: what to mind."""

    guides: Reasons = ()
    authorities: Reasons = ()
    remark: Any = ""


MISSION = ("visa", _("A visa is issued abroad, before you travel."))
PERMITS = ("permit", _("The work permit and the confirmation letter are decided there."))
POLICE = ("residence", _("Lodging, visas inside China and residence permits are decided there."))
NOTICE = ("work-permit-notice", _("Your employer applies for the notification letter first."))
AFTER_ENTRY = (
    ("lodging-registration", _("Everybody registers within 24 hours after arrival.")),
    ("health-check", _("A residence permit of 1 year or more needs the health certificate.")),
    ("work-permit", _("Your employer claims the permit after you have entered.")),
    ("residence-permit", _("Whoever stays to work applies within 30 days of entry.")),
    ("social-security-card", _("The number of the work permit moves onto this card.")),
)
BY_EMPLOYER = Outcome(
    guides=(NOTICE, ("z-visa", _("You work in China: the Z visa is made for it.")), *AFTER_ENTRY),
    authorities=(PERMITS, MISSION, POLICE),
)
TALENT_SHORT = Outcome(
    guides=(("r-visa", _("You fit a route of class A, and you stay for up to 90 days.")),),
    authorities=(PERMITS, MISSION),
    remark=_("R is a visa, not a permit: for work of more than 90 days you need both permits."),
)
TALENT_LONG = Outcome(
    guides=(("r-visa", _("You fit a route of class A.")), NOTICE, *AFTER_ENTRY),
    authorities=(PERMITS, MISSION, POLICE),
    remark=_("R is a visa, not a permit: for work of more than 90 days you need both permits."),
)
YOUNG = Outcome(
    guides=(("k-visa", _("It is for young people in science and technology, and needs no employer.")),),
    authorities=(MISSION,),
    remark=_("Ask the mission what the visa lets you do before you take up work."),
)
NO_OFFER = Outcome(
    authorities=(PERMITS,),
    remark=_("Without an employer there is no work permit. Find one first; M and F visas do not allow work."),
)
INSIDE = Outcome(
    guides=(
        ("work-permit-notice", _("Class A with any valid visa and family of permit holders may apply inside China.")),
        ("work-permit", _("The permit itself follows the notification letter.")),
        ("residence-permit", _("The permit to live here follows the permit to work.")),
    ),
    authorities=(PERMITS, POLICE),
)
INSIDE_NOT = Outcome(
    guides=(NOTICE, ("z-visa", _("You apply for it abroad: the visa you hold does not allow work."))),
    authorities=(PERMITS, MISSION),
    remark=_("Do not work before you hold the permit: both you and the employer would be fined."),
)
RENEW = Outcome(
    guides=(("renewal", _("Both permits have windows before they expire.")),), authorities=(PERMITS, POLICE)
)
CHANGE = Outcome(
    guides=(
        ("cancellation", _("The old employer cancels first; the new one needs the certificate.")),
        ("change", _("The residence permit must be changed within 10 days.")),
    ),
    authorities=(PERMITS, POLICE),
)
LEAVE = Outcome(
    guides=(("cancellation", _("The employer cancels the work permit when the contract ends.")),),
    authorities=(PERMITS,),
)
ARRIVED = Outcome(guides=AFTER_ENTRY, authorities=(POLICE, PERMITS))
LODGING = Outcome(guides=AFTER_ENTRY[:1], authorities=(POLICE,))
FOREVER = Outcome(
    guides=(("permanent-residence", _("Five routes lead to it: investment, post, contribution, salary, family.")),),
    authorities=(("residence", _("Applications for permanent residence go there.")),),
)
TRANSIT = Outcome(
    guides=(
        ("transit-240", _("You travel on to a third country within 240 hours.")),
        ("lodging-registration", _("Everybody registers within 24 hours after arrival.")),
    ),
    authorities=(("residence", _("Border and exit-entry authorities decide on arrival; ask 12367 first.")),),
)
BUSINESS = Outcome(
    guides=(("m-visa", _("A Chinese trade partner invites you; work is not allowed.")),), authorities=(MISSION,)
)
EXCHANGE = Outcome(
    guides=(("f-visa", _("A host in China invites you; work is not allowed.")),),
    authorities=(MISSION, ("invitation", _("Official invitations go through it."))),
)
URGENT = Outcome(
    guides=(("port-visa", _("There is no time for a visa abroad, and the ground is urgent.")),),
    authorities=(("residence", _("Visas at the port are issued by public security.")),),
)
FAMILY = Outcome(
    guides=(
        ("family", _("S1 and S2 visas are for family of foreigners who live here.")),
        ("lodging-registration", _("Everybody registers within 24 hours after arrival.")),
    ),
    authorities=(MISSION, POLICE),
)
REUNION = Outcome(
    authorities=(
        ("visa", _("Family of citizens and permanent residents asks there for a Q1 visa.")),
        ("residence", _("Residence for family reunion is decided there.")),
    ),
    remark=_("This portal has no guide for it: the authorities below do."),
)
