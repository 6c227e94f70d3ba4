"""Labels of a desk's units: putting them on cases and taking them off. The case does not move by it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from enterprises.desk.access import person
from enterprises.desk.desks import Desk
from enterprises.models import CaseLabel, Label
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.prepared import Among, Numbers, Prepared, PreparedBy

_on_cases = Prepared(
    lambda: CaseLabel.objects.filter(Among("case_id", Numbers("cases"))).values_list("case_id", "label_id")
)
_labels_of: PreparedBy[Label] = PreparedBy(16)


class NoSuchLabel(PortalError):
    """Of another unit, or gone."""

    status = 404


def own_labels(desk: Desk, user: User) -> list[Label]:
    """The labels of the desk that the person can see and set."""
    return _labels_of.of((desk.code, person(user)), lambda: _visible(desk, user).order_by("name", "pk")).all()


def _visible(desk: Desk, user: User) -> Any:
    return Label.objects.visible_to(user).filter(desk=desk.code)


def show(rows: list[Any], labels: list[Label]) -> None:
    """Gives each case its `shown_labels`, of these and in their order; one query, and none where there is no label."""
    on = set(_on_cases.all(cases=[row.pk for row in rows])) if rows and labels else set()
    for row in rows:
        row.shown_labels = [label for label in labels if (row.pk, label.pk) in on]


def labels_part(desk: Desk, case_pk: int, user: User) -> dict[str, Any] | None:
    """The labels of the person's units on the case's page; one query."""
    on = Exists(CaseLabel.objects.filter(case=case_pk, label=OuterRef("pk")))
    labels = _visible(desk, user).annotate(on=on).order_by("name", "pk")
    rows = [{"label": label, "on": label.on} for label in labels]
    if not rows:
        return None
    return {
        "template": "admin/enterprises/application/_labels.html", "rows": rows, "url": desk.url("labels", case_pk),
    }  # fmt: skip


def set_labels(desk: Desk, user: User, case_pk: int, wanted: Iterable[int]) -> None:
    """The case has exactly these of the labels that the person may set; those of other units stay as they are."""
    mine = {label.pk: label for label in own_labels(desk, user)}
    chosen = set(wanted) & set(mine)
    on = set(CaseLabel.objects.filter(case=case_pk, label__in=mine).values_list("label_id", flat=True))
    with transaction.atomic():
        for pk in sorted(chosen - on):
            put_on(user, case_pk, mine[pk])
        for pk in sorted(on - chosen):
            take_off(user, case_pk, mine[pk])


def find(desk: Desk, user: User, pk: int | None) -> Label:
    label = _visible(desk, user).filter(pk=pk).first()
    if label is None:
        raise NoSuchLabel(_("This label is not one of your unit’s."))
    return label


def put_on(user: User, case_pk: int, label: Label) -> bool:
    """False where it is on the case already."""
    with transaction.atomic():
        given = {"by": user, "at": clock.now()}
        _row, new = CaseLabel.objects.get_or_create(case_id=case_pk, label=label, defaults=given)
        if new:
            record(scope=f"case:{case_pk}", verb="label", actor=user, target=str(case_pk), data={"label": label.name})
    return new


def take_off(user: User, case_pk: int, label: Label) -> bool:
    """False where it was not on the case."""
    with transaction.atomic():
        gone, _by_model = CaseLabel.objects.filter(case_id=case_pk, label=label).delete()
        if gone:
            record(scope=f"case:{case_pk}", verb="unlabel", actor=user, target=str(case_pk), data={"label": label.name})
    return bool(gone)
