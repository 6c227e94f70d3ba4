"""Two officials freeze one panel at the same moment, or draw for one call: one does, the other is told."""

from decimal import Decimal

import pytest

from enterprises.enums import Cutting, State
from enterprises.exceptions import PanelError
from enterprises.models import Panel, PanelLine
from enterprises.panels.cutting import Setting, cut
from enterprises.panels.meeting import begin_panel, freeze, list_hash
from enterprises.panels.ranking import candidates_of
from enterprises.tests.factories import CallFactory, application_in, cast, official
from enterprises.tests.test_budget import needs_postgresql, race
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_freeze_at_one_moment_one_does():
    people = cast()
    call = CallFactory(measure__mode="competitive")
    application_in(State.VERIFICATION, call=call, people=people)
    panel, setting = begin_panel(call, people.case_manager), Setting(Cutting.ORDER, Decimal(1))
    seen = list_hash(cut(candidates_of(call), setting))
    officials = [people.case_manager.pk, official(Role.CASE_MANAGER).pk]

    def act(place: int) -> None:
        person = User.objects.get(pk=officials[place])
        freeze(
            Panel.objects.get(pk=panel.pk), person, setting,
            seen=seen, held_on=clock.today(), chair="主持人", members=["甲", "乙"], minutes="同意。",
        )  # fmt: skip

    met = race(2, act)
    assert sorted(type(error).__name__ for error in met) == ["NoneType", PanelError.__name__]
    assert PanelLine.objects.count() == 1
    assert Panel.objects.get().frozen_by_id == officials[met.index(None)]
