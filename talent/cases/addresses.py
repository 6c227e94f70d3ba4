"""Where a case is read: on the party's page, or at the desk in the admin."""

from django.urls import NoReverseMatch, reverse

from talent.models import TalentCase


def address_of(case: TalentCase, official: bool = False) -> str:
    if official:
        try:
            return reverse("admin:talent_talentcase_change", args=[case.pk])
        except NoReverseMatch:
            # Where the desk is not installed, the page of the case stands in.
            pass
    return reverse("talent:case", args=[case.number])
