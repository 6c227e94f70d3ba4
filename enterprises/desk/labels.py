"""Putting labels on cases and taking them off. The case does not move by it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from enterprises.desk.filters import own_labels
from enterprises.models import Application, CaseLabel, Label
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError


class NoSuchLabel(PortalError):
    """Of another unit, or gone."""

    status = 404


def labels_part(application: Application, user: User) -> dict[str, Any] | None:
    """The labels of the person's units on the case's page."""
    on = Exists(CaseLabel.objects.filter(case=application.pk, label=OuterRef("pk")))
    labels = Label.objects.visible_to(user).annotate(on=on).order_by("name", "pk")
    rows = [{"label": label, "on": label.on} for label in labels]
    if not rows:
        return None
    return {"template": "admin/enterprises/application/_labels.html", "rows": rows, "pk": application.pk}


def set_labels(user: User, case_pk: int, wanted: Iterable[int]) -> None:
    """The case has exactly these of the labels that the person may set; those of other units stay as they are."""
    mine = {label.pk: label for label in own_labels(user)}
    chosen = set(wanted) & set(mine)
    on = set(CaseLabel.objects.filter(case=case_pk, label__in=mine).values_list("label_id", flat=True))
    with transaction.atomic():
        for pk in sorted(chosen - on):
            put_on(user, case_pk, mine[pk])
        for pk in sorted(on - chosen):
            take_off(user, case_pk, mine[pk])


def find(user: User, pk: int | None) -> Label:
    label = Label.objects.visible_to(user).filter(pk=pk).first()
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
