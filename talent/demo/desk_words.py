"""Labels and a kept list for the talent desk of the demo."""

from enterprises.desk_enums import DeskCode
from enterprises.models import CaseLabel, Label, StoredFilter
from portal.accounts.models import Unit, User
from talent.models import TalentCase

LABELS = (("加急", "tile"), ("重点项目聘用", "sea"), ("待电话核实", "sand"))


def make_desk_words(people: dict[str, User]) -> int:
    """Nothing where the desk has labels already."""
    desk, unit = people["talentdesk@example.test"], Unit.objects.get(code="QD-COM")
    if Label.objects.filter(desk=DeskCode.TALENT, unit=unit).exists():
        return 0
    made = [Label.objects.create(desk=DeskCode.TALENT, unit=unit, name=name, tone=tone) for name, tone in LABELS]
    cases = TalentCase.objects.filter(is_demo=True, unit=unit).order_by("pk")[::3]
    for place, case in enumerate(cases):
        CaseLabel.objects.create(label=made[place % len(made)], case_id=case.pk, by=desk)
    StoredFilter.objects.create(
        desk=DeskCode.TALENT, owner=desk, unit=unit, name="核查中", address="tab=team&state=checking"
    )
    return len(made) + 1
